"""The pipeline, and what surrounds it: what is stale, writing whole or not at all, the manifest, atlases, previews."""
