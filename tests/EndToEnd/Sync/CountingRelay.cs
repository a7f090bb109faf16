using System.Net;
using System.Net.Sockets;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>Stands between a client and a server and counts every byte that passes, headers and all.</summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private long _up;
    private long _down;

    public CountingRelay(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public long UpBytes => Interlocked.Read(ref _up);

    public long DownBytes => Interlocked.Read(ref _down);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            await Task.WhenAny(
                CopyAsync(near.GetStream(), far.GetStream(), read => Interlocked.Add(ref _up, read)),
                CopyAsync(far.GetStream(), near.GetStream(), read => Interlocked.Add(ref _down, read)));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Either side may hang up at any time.
        }
    }

    private async Task CopyAsync(NetworkStream source, NetworkStream target, Action<int> count)
    {
        var buffer = new byte[128 * 1024];
        try
        {
            while (await source.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            {
                count(read);
                await target.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side may hang up at any time.
        }
    }
}
