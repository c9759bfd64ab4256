import uvicorn
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Show the real maps in a browser: make the tables, load the facts, and answer."""

    help = "Show the real maps in a browser: make the tables, load the facts, and answer."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port, **options):
        self.stdout.write("Making the tables …")
        call_command("migrate", verbosity=0)
        self.stdout.write("Loading the maps of Mexico and Singapore …")
        call_command("demo", stdout=self.stdout)
        self.stdout.write(f"Open http://localhost:{port}/ or http://localhost:{port}/es/")
        self.stdout.write("Ctrl-C ends everything.")
        self.stdout.flush()
        uvicorn.run(
            "config.asgi:application",
            host="127.0.0.1",
            port=port,
            ws="websockets-sansio",
            ws_max_size=256 * 1024,
            ws_per_message_deflate=False,
            lifespan="off",
            proxy_headers=False,
            log_level="warning",
        )
