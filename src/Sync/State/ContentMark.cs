using FileStorage.Sync.Local;

namespace FileStorage.Sync.State;

/// <summary>What tells one content of a file from another without reading it; the server keeps times to the millisecond.</summary>
public readonly record struct ContentMark(long SizeBytes, long ModifiedTicks)
{
    public static ContentMark Of(LocalEntry file) => new(file.SizeBytes, file.ModifiedTicks);

    public bool Fits(long sizeBytes, DateTimeOffset modifiedAt) =>
        SizeBytes == sizeBytes && ModifiedTicks / TimeSpan.TicksPerMillisecond == modifiedAt.UtcTicks / TimeSpan.TicksPerMillisecond;
}
