"""What screens share: the frame, the session, links, components."""
