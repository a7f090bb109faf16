using System.Net.Sockets;
using System.Text.Json;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Cli.Syncing;

/// <summary>Answers requests of the same user's other processes, a line for a line.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int LongestRequest = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ControlAddress _address;
    private readonly Socket _socket;
    private readonly Func<ControlRequest, SyncStatusLine> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    public ControlServer(string root, Func<ControlRequest, SyncStatusLine> answer)
    {
        _address = ControlAddress.Open(root) ?? throw new IOException($"{root} has no {OwnFolder.Name} folder.");
        _socket = _address.Listen();
        _answer = answer;
        _listening = ListenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _socket.Dispose();
        _address.Remove();
        _address.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                // One after the other: an answer takes no time, and who is slow is cut off.
                using var connection = await _socket.AcceptAsync(_stop.Token);
                await AnswerAsync(connection);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        try
        {
            if (!ControlAddress.IsOwner(connection))
            {
                return;
            }

            var buffer = new byte[LongestRequest];
            var filled = 0;
            while (filled < buffer.Length && !buffer.AsSpan(0, filled).Contains((byte)'\n'))
            {
                var read = await connection.ReceiveAsync(buffer.AsMemory(filled), patience.Token);
                if (read == 0)
                {
                    return;
                }

                filled += read;
            }

            if (JsonSerializer.Deserialize(buffer.AsSpan(0, filled), CliJsonContext.Default.ControlRequest) is { } request)
            {
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(_answer(request), CliJsonContext.Default.SyncStatusLine), (byte)'\n'];
                for (var sent = 0; sent < line.Length;)
                {
                    sent += await connection.SendAsync(line.AsMemory(sent), patience.Token);
                }
            }
        }
        catch (Exception exception) when (
            exception is SocketException or JsonException || (exception is OperationCanceledException && !_stop.IsCancellationRequested))
        {
            // Who asks what cannot be read, or goes away, gets no answer.
        }
    }
}
