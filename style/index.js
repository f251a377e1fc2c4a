// Nothing is needed at the start: each part of the page brings its own style sheet when it is loaded.
