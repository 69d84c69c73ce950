"""The app manifest: what an app must be set to in Slack for the bot to work, ready to be pasted there."""

from typing import Any

from api.slack.names import COMMAND, EVENTS, PATH, SCOPES, SHORTCUT

_ABOUT = "Answers about compute services; every sentence cites its source."
_SHORTCUT_ABOUT = "Answers the question in a message, in its thread."


def manifest(public_url: str = "") -> dict[str, Any]:
    """Return the manifest: for the Events API at a public address, or for Socket Mode without one.

    The form is that of https://docs.slack.dev/reference/app-manifest.
    """
    address = f"{public_url.rstrip('/')}{PATH}" if public_url else ""
    request = {"request_url": address} if address else {}
    command = {"command": COMMAND, "description": _ABOUT, "usage_hint": "your question"}
    url = {"url": address} if address else {}
    shortcut = {
        "name": "Answer this",
        "type": "message",
        "callback_id": SHORTCUT,
        "description": _SHORTCUT_ABOUT,
    }
    return {
        "display_information": {"name": "cloudcite", "description": _ABOUT},
        "features": {
            "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "cloudcite", "always_online": True},
            "shortcuts": [shortcut],
            "slash_commands": [command | url | {"should_escape": True}],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": request | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | request,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }
