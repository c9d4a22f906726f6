"""The pages that show nearly everything, put together from one panel an app."""
