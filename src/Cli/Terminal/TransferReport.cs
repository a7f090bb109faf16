using FileStorage.Client.Transfers;

namespace FileStorage.Cli.Terminal;

/// <summary>Tells the user how a transfer goes: a line a file, or nothing but numbers where a progress bar shows them.</summary>
internal sealed class TransferReport(Output output, bool quiet) : ITransferObserver
{
    private long _foundFiles;
    private long _foundBytes;
    private long _movedBytes;
    private long _doneFiles;
    private long _unchangedFiles;
    private long _doneBytes;
    private long _failures;

    public long FoundFiles => Interlocked.Read(ref _foundFiles);

    public long FoundBytes => Interlocked.Read(ref _foundBytes);

    public long MovedBytes => Interlocked.Read(ref _movedBytes);

    public long DoneFiles => Interlocked.Read(ref _doneFiles);

    public long UnchangedFiles => Interlocked.Read(ref _unchangedFiles);

    public long DoneBytes => Interlocked.Read(ref _doneBytes);

    public long Failures => Interlocked.Read(ref _failures);

    public void Found(long bytes)
    {
        Interlocked.Increment(ref _foundFiles);
        Interlocked.Add(ref _foundBytes, bytes);
    }

    public void Progressed(long bytes) => Interlocked.Add(ref _movedBytes, bytes);

    public void Completed(TransferredFile file)
    {
        Interlocked.Increment(ref _doneFiles);
        Interlocked.Add(ref file.Unchanged ? ref _unchangedFiles : ref _doneBytes, file.Unchanged ? 1 : file.Size);
        if (output.Json)
        {
            output.Object(
                new TransferLine
                {
                    Path = file.RemotePath,
                    Local = file.LocalPath,
                    Size = file.Size,
                    Sha256 = file.Sha256?.ToString(),
                    Unchanged = file.Unchanged,
                },
                CliJsonContext.Default.TransferLine);
        }
        else if (!quiet && !file.Unchanged)
        {
            output.Line(file.RemotePath);
        }
    }

    public void LeftOut(string path, string reason) => output.Note($"filestorage: {path}: left out ({reason})");

    public void Failed(string path, Exception exception)
    {
        Interlocked.Increment(ref _failures);
        output.Error(path, exception);
    }

    /// <summary>One line about all of it.</summary>
    public string Summary(string verb, TimeSpan elapsed)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        var unchanged = UnchangedFiles > 0 ? $", {UnchangedFiles:N0} unchanged" : "";
        var failed = Failures > 0 ? $", {Failures:N0} FAILED" : "";
        var moved = DoneFiles - UnchangedFiles;
        var speed = Sizes.Show((long)(DoneBytes / seconds));
        return FormattableString.Invariant($"{verb} {moved:N0} file{(moved == 1 ? "" : "s")}, {Sizes.Show(DoneBytes)}, in {seconds:0.0} s ({speed}/s)")
            + unchanged + failed;
    }
}
