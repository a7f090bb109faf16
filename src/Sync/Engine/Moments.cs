namespace FileStorage.Sync.Engine;

/// <summary>Counts what happens, so that it can be told what came first; the wall clock may jump.</summary>
internal sealed class Moments(TimeProvider clock)
{
    private readonly long _origin = clock.GetTimestamp();
    private long _count;

    /// <summary>Later than every number given before.</summary>
    public long Next() => ++_count;

    /// <summary>Time since the engine was made, which never runs backwards.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_origin);

    public DateTimeOffset UtcNow => clock.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
}
