namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The version of the map that this program goes by in one database. What was sent by another one is sent anew.</summary>
internal sealed class PostgresFence
{
    private long _version;

    public long Version => Interlocked.Read(ref _version);

    public void Learn(long version) => Interlocked.Exchange(ref _version, version);
}
