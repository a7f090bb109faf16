using System.Net;
using FileStorage.Bench.Load.Accounts;

namespace FileStorage.Bench.Load.Devices;

/// <summary>Many devices that listen on WebSockets.</summary>
internal sealed class DeviceCrowd(Uri url, IReadOnlyList<LoadAccount> accounts, Hearing hearing) : IDisposable
{
    private const int ConnectingAtOnce = 32;

    /// <summary>Ports of one source address that are used; a system has about 28,000.</summary>
    private const int DevicesOfAnAddress = 8_000;

    private readonly List<DeviceSocket> _sockets = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _listening = [];
    private int _lost;

    /// <summary>Connections that ended although nobody wanted them to.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Connects the devices of all accounts, and returns when all of them listen.</summary>
    public async Task ConnectAsync()
    {
        var devices = accounts.SelectMany((account, drive) => account.Tokens.Select(token => (drive, socket: new DeviceSocket(url, token)))).ToList();
        _sockets.AddRange(devices.Select(device => device.socket));
        await Parallel.ForAsync(
            0,
            devices.Count,
            new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce },
            async (index, cancellationToken) =>
            {
                var source = new IPAddress([127, 0, 0, (byte)(2 + (index / DevicesOfAnAddress))]);
                await devices[index].socket.ConnectAsync(source, cancellationToken);
            });
        foreach (var (drive, socket) in devices)
        {
            var device = hearing.Join(drive);
            _listening.Add(ListenAsync(socket, () => hearing.Heard(device)));
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _sockets.ForEach(socket => socket.Dispose());
        Task.WaitAll(_listening);
        _ended.Dispose();
    }

    private async Task ListenAsync(DeviceSocket socket, Action heard)
    {
        try
        {
            await socket.ListenAsync(heard, _ended.Token);
        }
        catch (Exception) when (_ended.IsCancellationRequested)
        {
            // As it was to be.
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            Interlocked.Increment(ref _lost);
            await Console.Error.WriteLineAsync($"A device was lost: {exception.Message}");
        }
    }
}
