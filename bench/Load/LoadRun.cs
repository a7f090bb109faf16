using System.Diagnostics;
using System.Globalization;

namespace FileStorage.Bench.Load;

/// <summary>Opens an account, warms the server up, runs the load, and measures both sides.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    private readonly long _run = Stopwatch.GetTimestamp();

    public async Task<Report> RunAsync()
    {
        var sessions = new List<Session>();
        for (var drive = 0; drive < options.Drives; drive++)
        {
            sessions.Add(await Session.OpenAsync(options.Url, drive == 0 ? options.Email : $"{drive}.{options.Email}", options.Password));
        }

        var tokens = sessions.ConvertAll(session => session.Token);
        var names = new FileNames(_run.ToString("x16", CultureInfo.InvariantCulture));
        var batch = options.Mode is LoadMode.Batch;
        var perRequest = batch ? options.FilesPerRequest : 1;
        var warmUp = RoundUp(options.WarmUpFiles, perRequest);
        var files = RoundUp(options.Files, perRequest);
        foreach (var session in sessions)
        {
            await session.MakeFoldersAsync(names.Folders(warmUp + files));
            session.Dispose();
        }

        IWork Put() => new PutWork(names, NewBody());
        IWork Get() => new GetWork(names, NewBody());
        Func<IWork> newWork = options.Mode switch
        {
            LoadMode.Put => Put,
            LoadMode.Get => Get,
            LoadMode.Mixed => () => new MixedWork(Put(), Get(), warmUp),
            LoadMode.Batch => () => new BatchWork(names, NewBody(), options.SizeBytes, perRequest),
            var mode => throw new InvalidOperationException($"Unknown mode {mode}."),
        };

        await PrepareAsync(tokens, newWork, Put, warmUp, files, perRequest);
        var server = options.ServerPid is { } pid ? new ProcessMeter(pid) : null;
        var client = new ProcessMeter(Environment.ProcessId);
        GC.Collect();
        server?.ResetPeak();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var (serverBefore, clientBefore) = (server?.CpuTime(), client.CpuTime());

        var tally = await DriveAsync(newWork, tokens, warmUp / perRequest, (warmUp + files) / perRequest);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        var done = Math.Max(1, tally.FilesDone);
        return new Report
        {
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Http = options.HttpVersion,
            SizeBytes = options.SizeBytes,
            InFlight = options.InFlight,
            FilesPerRequest = perRequest,
            FilesDone = tally.FilesDone,
            RequestsRefused = tally.RequestsRefused,
            FirstRefusal = tally.FirstRefusal,
            Seconds = Math.Round(tally.Elapsed.TotalSeconds, 3),
            FilesPerSecond = Math.Round(tally.FilesDone / tally.Elapsed.TotalSeconds, 1),
            MegabytesPerSecond = Math.Round(tally.FilesDone * (double)options.SizeBytes / 1e6 / tally.Elapsed.TotalSeconds, 1),
            LatencyMillisecondsP50 = Math.Round(tally.LatencyMilliseconds(0.50), 2),
            LatencyMillisecondsP99 = Math.Round(tally.LatencyMilliseconds(0.99), 2),
            LatencyMillisecondsP999 = Math.Round(tally.LatencyMilliseconds(0.999), 2),
            ClientCpuMillisecondsPerFile = Math.Round((client.CpuTime() - clientBefore).TotalMilliseconds / done, 4),
            ServerCpuMillisecondsPerFile = server is null ? null : Math.Round((server.CpuTime() - serverBefore!.Value).TotalMilliseconds / done, 4),
            ServerPeakMegabytes = server is null ? null : Math.Round(server.PeakResidentBytes() / 1e6, 1),
            AllocatedBytesPerFile = options.InProcess ? Math.Round((double)allocated / done) : null,
        };
    }

    /// <summary>Compiles the server's hot path, and puts what get and mixed will ask for.</summary>
    private async Task PrepareAsync(List<string> tokens, Func<IWork> newWork, Func<IWork> put, int warmUp, int files, int perRequest)
    {
        var prepared = options.Mode switch
        {
            LoadMode.Get => await DriveAsync(put, tokens, 0, warmUp + files),
            LoadMode.Mixed => await DriveAsync(put, tokens, 0, warmUp),
            _ => await DriveAsync(newWork, tokens, 0, warmUp / perRequest),
        };
        if (options.Mode is LoadMode.Get)
        {
            prepared = await DriveAsync(newWork, tokens, 0, warmUp);
        }

        if (prepared.RequestsRefused > 0)
        {
            throw new InvalidOperationException($"{prepared.RequestsRefused} requests of the warm-up were refused, the first with status {prepared.FirstRefusal}.");
        }
    }

    private Task<Tally> DriveAsync(Func<IWork> newWork, List<string> tokens, int first, int end) => options.HttpVersion switch
    {
        1 => Task.FromResult(Http1Drive.Run(newWork, options.LoadUrl ?? options.Url, tokens, options.InFlight, first, end)),
        2 => Http2Drive.RunAsync(newWork, options.LoadUrl ?? options.Url, tokens, options.InFlight, first, end),
        var version => throw new InvalidOperationException($"HTTP/{version} is not known here."),
    };

    private FileBody NewBody() => new(options.SizeBytes, _run);

    private static int RoundUp(int count, int unit) => (count + unit - 1) / unit * unit;
}
