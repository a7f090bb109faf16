using System.Net.Sockets;
using System.Text.Json;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Cli.Syncing;

/// <summary>Asks the process that syncs a folder.</summary>
internal static class ControlClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Its answer; null where no process syncs the folder.</summary>
    /// <exception cref="CommandException">The folder was never synced, or the process does not answer.</exception>
    public static async Task<SyncStatusLine?> AskAsync(string root, string command, CancellationToken cancellationToken)
    {
        using var address = ControlAddress.Open(root)
            ?? throw new CommandException($"{root} is not synced; begin with: filestorage sync {root}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(address.EndPoint, patience.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await stream.WriteAsync(
                (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(new ControlRequest { Command = command }, CliJsonContext.Default.ControlRequest), (byte)'\n'],
                patience.Token);
            using var reader = new StreamReader(stream);
            var line = await reader.ReadLineAsync(patience.Token);
            return line is null
                ? throw new CommandException($"The process that syncs {root} did not answer; it may be of another version.")
                : JsonSerializer.Deserialize(line, CliJsonContext.Default.SyncStatusLine);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"The process that syncs {root} does not answer; is it stopped?");
        }
    }
}
