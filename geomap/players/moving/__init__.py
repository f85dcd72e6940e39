"""RENDER: pages as the frames of a moving picture."""
