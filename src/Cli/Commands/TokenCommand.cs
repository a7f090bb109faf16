using System.CommandLine;

namespace FileStorage.Cli.Commands;

internal static class TokenCommand
{
    public static readonly Subcommand Definition = new(
        "token",
        "Print the device token, for curl",
        """
        curl -H "Authorization: Bearer $(filestorage token)" http://127.0.0.1:8080/api/v1/me
        curl -H "Authorization: Bearer $(filestorage token)" -T photo.jpg http://127.0.0.1:8080/api/v1/content/photo.jpg
        """,
        Build);

    private static void Build(Command command) => command.Run(async (context, cancellationToken) =>
    {
        // A token that is printed is meant to live on.
        await using var session = await context.OpenAsync(cancellationToken, keepDevice: true);
        if (context.Output.Json)
        {
            context.Output.Object(new TokenLine { Token = session.Token }, CliJsonContext.Default.TokenLine);
        }
        else
        {
            context.Output.Line(session.Token);
        }
    });
}
