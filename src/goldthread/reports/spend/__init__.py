"""The first report, from payments alone: "what your payments already say". It needs no round."""
