"""The few plain HTTP routes the browser needs beside the websocket."""
