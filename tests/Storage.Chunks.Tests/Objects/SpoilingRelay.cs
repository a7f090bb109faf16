using System.Net;
using System.Net.Sockets;

namespace FileStorage.Tests.Storage.Chunks.Tests.Objects;

/// <summary>Stands before a server and lets everything through, but spoils the first long answers: it falls silent within them, or changes a byte.</summary>
internal sealed class SpoilingRelay : IAsyncDisposable
{
    private const int PassedBytes = 3_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];
    private readonly int _target;
    private readonly int _count;
    private readonly bool _changes;
    private int _spoiled;

    /// <param name="target">The port of the server.</param>
    /// <param name="count">How many answers it spoils.</param>
    /// <param name="changes">Whether it changes a byte; else it falls silent.</param>
    public SpoilingRelay(int target, int count, bool changes = false)
    {
        (_target, _count, _changes) = (target, count, changes);
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers that it has spoiled so far, and those that it let through since.</summary>
    public int Spoiled => Volatile.Read(ref _spoiled);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Task[] running;
        lock (_running)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                lock (_running)
                {
                    _running.Add(RelayAsync(client));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was disposed of.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _end.Token), AnswerAsync(server.GetStream(), client.GetStream()));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // One of the two sides has left.
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[64 * 1024];
        var passed = 0;
        while (await server.ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            var rest = PassedBytes - passed;
            if (count > rest && Interlocked.Increment(ref _spoiled) <= _count)
            {
                if (!_changes)
                {
                    await client.WriteAsync(buffer.AsMemory(0, Math.Max(0, rest)), _end.Token);
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }

                buffer[Math.Max(0, rest)] ^= 1;
            }

            await client.WriteAsync(buffer.AsMemory(0, count), _end.Token);
            passed += count;
        }
    }
}
