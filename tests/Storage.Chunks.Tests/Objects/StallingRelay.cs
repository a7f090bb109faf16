using System.Net;
using System.Net.Sockets;

namespace FileStorage.Tests.Storage.Chunks.Tests.Objects;

/// <summary>Stands before a server and lets everything through, but of the answers on its first connections only the beginning; then it is silent.</summary>
internal sealed class StallingRelay : IAsyncDisposable
{
    private const int PassedBytes = 3_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];
    private readonly int _target;
    private readonly int _stalls;
    private int _stalled;

    /// <param name="target">The port of the server.</param>
    /// <param name="stalls">How many connections fall silent.</param>
    public StallingRelay(int target, int stalls)
    {
        (_target, _stalls) = (target, stalls);
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that fell silent so far.</summary>
    public int Stalled => Volatile.Read(ref _stalled);

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
            if (count > rest && Interlocked.Increment(ref _stalled) <= _stalls)
            {
                await client.WriteAsync(buffer.AsMemory(0, Math.Max(0, rest)), _end.Token);
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            await client.WriteAsync(buffer.AsMemory(0, count), _end.Token);
            passed += count;
        }
    }
}
