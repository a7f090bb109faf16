using System.CommandLine;
using System.Net;
using FileStorage.Client;
using FileStorage.Cli.Sessions;

namespace FileStorage.Cli.Commands;

internal static class LogoutCommand
{
    public static readonly Subcommand Definition = new(
        "logout", "Revoke this device's token and forget it", "filestorage logout", Build);

    private static void Build(Command command) => command.Run(async (context, cancellationToken) =>
    {
        if (context.Config.Load() is not { } saved)
        {
            context.Output.Note("You were not signed in.");
            return;
        }

        try
        {
            using var client = Session.Connect(context.Settings with { Url = saved.Url }, saved.Token);
            await client.SignOutAsync(cancellationToken);
        }
        catch (FileStorageException exception) when (exception.Status is HttpStatusCode.Unauthorized)
        {
            // It was revoked from elsewhere.
        }

        context.Config.Forget();
    });
}
