using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>The columns of the row a query stands on; one implementation an engine.</summary>
internal abstract class SqlColumns
{
    public abstract bool IsNull(int column);

    public abstract long GetInteger(int column);

    public abstract string GetText(int column);

    public abstract Guid GetGuid(int column);

    public abstract ChunkId GetHash(int column);

    public abstract byte[] GetBlob(int column);
}
