using System.CommandLine;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client;

namespace FileStorage.Cli.Commands;

internal static class DevicesCommand
{
    public static readonly Subcommand Definition = new(
        "devices",
        "List, rename or revoke your signed-in devices",
        """
        filestorage devices
        filestorage devices rename 0199… "kitchen laptop"
        filestorage devices revoke 0199…
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(Rename());
        command.Add(Revoke());
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            foreach (var device in await session.Client.ListDevicesAsync(cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(device, ContractsJsonContext.Default.DeviceBody);
                }
                else
                {
                    var seen = device.LastSeenAt is { } time ? "seen " + ItemLines.Time(time) : "never seen";
                    context.Output.Line($"{device.Id}  {seen}  {device.Name}{(device.Current ? " (this one)" : "")}");
                }
            }
        });
    }

    private static Command Rename()
    {
        var command = new Command("rename", "Call a device something else");
        var device = Device();
        var name = new Argument<string>("NAME") { Description = "1 to 100 characters" };
        command.Add(device);
        command.Add(name);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var found = await FindAsync(session.Client, context.Arguments.GetRequiredValue(device), cancellationToken);
            await session.Client.RenameDeviceAsync(found.Id, context.Arguments.GetRequiredValue(name), cancellationToken);
        });
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Sign a device out; its token is dead at once");
        var device = Device();
        command.Add(device);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var found = await FindAsync(session.Client, context.Arguments.GetRequiredValue(device), cancellationToken);
            await session.Client.RevokeDeviceAsync(found.Id, cancellationToken);
        });
        return command;
    }

    private static Argument<string> Device() => new("DEVICE") { Description = "Its id, the beginning of it, or its name" };

    private static async Task<DeviceBody> FindAsync(FileStorageClient client, string typed, CancellationToken cancellationToken)
    {
        var found = (await client.ListDevicesAsync(cancellationToken))
            .Where(device => device.Name == typed || device.Id.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count == 1
            ? found[0]
            : throw new CommandException($"{typed} is {(found.Count == 0 ? "none" : found.Count)} of your devices; look with `filestorage devices`.");
    }
}
