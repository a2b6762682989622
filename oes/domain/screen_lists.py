"""What the shared screen is searched for unless an institution says otherwise. `program_lists`: what the guard has."""

EXAM_LIST = "exam"
"""The name of the list that shows the exam itself."""
DEFAULT_SCREEN_WORDS: dict[str, tuple[str, ...]] = {
    "remote_control": (
        "AnyDesk",
        "TeamViewer",
        "RustDesk",
        "UltraViewer",
        "AeroAdmin",
        "HopToDesk",
        "Ammyy Admin",
        "LiteManager",
        "Radmin Viewer",
        "Splashtop",
        "RealVNC",
        "TightVNC",
        "UltraVNC",
        "VNC Viewer",
        "Chrome Remote Desktop",
        "remotedesktop.google.com",
        "Remote Desktop Connection",
        "Windows Quick Assist",
        "is viewing your screen",
        "is controlling your screen",
        "is controlling this computer",
        "Your desktop is currently shared",
    ),
    "messenger": (
        "Telegram",
        "WhatsApp",
        "Discord",
        "Viber",
        "Skype",
        "WeChat",
        "web.telegram.org",
        "web.whatsapp.com",
        "discord.com/channels",
        "messenger.com",
        "Write a message",
        "Type a message",
        "Search or start a new chat",
        "last seen recently",
    ),
}
"""What the screen is searched for, by kind. The reader knows Latin letters only."""
