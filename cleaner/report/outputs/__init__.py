"""The output formats of findings: text for people, JSON for scripts, what GitHub and SARIF readers take."""
