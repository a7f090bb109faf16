using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Importing;

/// <summary>Tells what becomes of each file, and sums it up.</summary>
internal sealed class ImportReport(Output output)
{
    private long _imported;
    private long _updated;
    private long _unchanged;
    private long _differing;
    private long _leftOut;
    private long _failed;
    private long _bytes;

    /// <summary>Whether everything of the source is on the server now.</summary>
    public bool IsComplete => Interlocked.Read(ref _differing) == 0 && Interlocked.Read(ref _failed) == 0;

    public void Imported(string path, bool isUpdate, SourceItem item, string sha256)
    {
        Interlocked.Increment(ref isUpdate ? ref _updated : ref _imported);
        Interlocked.Add(ref _bytes, item.SizeBytes);
        Tell(new ImportLine
        {
            Path = path,
            Outcome = isUpdate ? "updated" : "imported",
            Size = item.SizeBytes,
            Sha256 = sha256,
            Checksum = item.Checksum?.ToString(),
        });
    }

    public void Unchanged(string path, SourceItem item)
    {
        Interlocked.Increment(ref _unchanged);
        if (output.Json)
        {
            Tell(new ImportLine { Path = path, Outcome = "unchanged", Size = item.SizeBytes });
        }
    }

    /// <summary>Something else is at its place, which is not touched.</summary>
    public void Differs(string path, string reason)
    {
        Interlocked.Increment(ref _differing);
        Tell(new ImportLine { Path = path, Outcome = "differs", Reason = reason });
    }

    public void LeftOut(string path, string reason)
    {
        Interlocked.Increment(ref _leftOut);
        Tell(new ImportLine { Path = path, Outcome = "left-out", Reason = reason });
    }

    public void Failed(string path, string reason)
    {
        Interlocked.Increment(ref _failed);
        Tell(new ImportLine { Path = path, Outcome = "failed", Reason = reason });
    }

    /// <summary>One line about all of it.</summary>
    public string Summary(TimeSpan elapsed) => FormattableString.Invariant(
        $"Imported {_imported:N0} files and updated {_updated:N0}, {Sizes.Show(_bytes)}, in {elapsed.TotalSeconds:0.0} s; {_unchanged:N0} unchanged, {_leftOut:N0} left out, {_differing:N0} differ, {_failed:N0} failed");

    private void Tell(ImportLine line)
    {
        if (output.Json)
        {
            output.Object(line, CliJsonContext.Default.ImportLine);
        }
        else
        {
            output.Line(line.Outcome == "imported" ? line.Path : $"{line.Path}: {line.Outcome}{(line.Reason is null ? "" : $" ({line.Reason})")}");
        }
    }
}
