"""RENDER: each plays a page, or a scene, into one format. `registry` lists them."""
