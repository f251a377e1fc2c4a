"""Wire types, written once here and generated for TypeScript."""
