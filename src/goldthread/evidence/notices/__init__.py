"""Notices of Contracts Finder and Find a Tender: merged by procurement, matched to contracts or proposed as new."""
