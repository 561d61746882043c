"""The conversation, in Telegram and in the terminal (对话)."""
