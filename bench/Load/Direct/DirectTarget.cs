using FileStorage.Bench.Load.Accounts;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Open;
using FileStorage.Bench.Load.Servers;
using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Bench.Load.Direct;

/// <summary>
/// The grains of a silo in this process, called as the gateway calls them, but without HTTP and without chunk bytes: what is left is what the actors
/// and the metadata take. Its CPU time and memory contain the generator's.
/// </summary>
internal sealed class DirectTarget(OpenOptions options) : ILoadTarget
{
    private readonly ScratchFolder _folder = new();
    private readonly CancellationTokenSource _ended = new();
    private EmbeddedSilo? _silo;
    private DirectFiles? _files;
    private Task _listening = Task.CompletedTask;

    public ProcessMeter? Server { get; } = new(Environment.ProcessId);

    public async Task PrepareAsync(int devices, Hearing hearing)
    {
        // There are no bytes that could be indexed.
        _silo = await EmbeddedSilo.StartAsync(_folder.Path, ["--Search:Indexing=false", .. options.Settings]);
        var accounts = await LoadAccounts.MakeAsync(_silo.Grains, options.Drives, Math.Max(1, (devices + options.Drives - 1) / options.Drives));
        _files = new DirectFiles(_silo.Grains, options, accounts, hearing);
        await _files.PrepareAsync();
        if (devices > 0)
        {
            var all = accounts.SelectMany((account, drive) => account.DeviceIds.Select(device => (drive, device))).ToList();
            var bells = await Task.WhenAll(all.Select(one => RingOfAsync(one.device, heard: null, TimeSpan.Zero)));
            _listening = Task.WhenAll(all.Select((one, index) => ListenAsync(one.device, bells[index], hearing, hearing.Join(one.drive))));
        }
    }

    public IOperation NewOperation() => new DirectOperation(_files!);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _listening;
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        _ended.Dispose();
        _folder.Dispose();
    }

    private async Task ListenAsync(Guid device, long heard, Hearing hearing, int number)
    {
        try
        {
            while (true)
            {
                var rings = await RingOfAsync(device, heard, IDeviceGrain.MaxPatience);
                if (rings != heard)
                {
                    heard = rings;
                    hearing.Heard(number);
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // As it was to be.
        }
    }

    private async Task<long> RingOfAsync(Guid device, long? heard, TimeSpan patience) =>
        (await _silo!.Grains.GetGrain<IDeviceGrain>(device).ListenAsync(heard, patience, [], _ended.Token)).Rings;
}
