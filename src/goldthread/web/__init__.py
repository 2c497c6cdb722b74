"""The site: urls, thin views, forms, presenters and templates, one folder per family of screens."""
