"""What the bot is called in Slack; free of Slack's libraries, so that the manifest needs none."""

COMMAND = "/cloudcite"
SHORTCUT = "answer_this"
PATH = "/slack/events"
EVENTS = ("app_mention", "message.channels", "message.groups", "message.im", "message.mpim")
SCOPES = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "channels:history",
    "groups:history",
    "im:history",
    "mpim:history",
    "files:write",
)
"""What a workspace allows us; docs/slack.md says of each what it is for."""
