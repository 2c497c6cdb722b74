"""What a council adds to a framework: its own value codes and priorities, drafted, published, retired."""
