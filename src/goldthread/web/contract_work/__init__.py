"""The screens for the work on a contract: changes, ratings, reviews, risks, savings, waivers."""
