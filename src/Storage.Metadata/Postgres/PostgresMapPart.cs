using System.Collections;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>What one database says of its place among several.</summary>
internal sealed record PostgresMapPart
{
    private const string ReadText = """
        SELECT p.version, p.number, p.cluster, s.slot, coalesce(s.state, 0), coalesce(s.target, -1)
        FROM shard_place p LEFT JOIN shard_slots s ON true
        """;

    /// <summary>Grows with every change of what it owns.</summary>
    public required long Version { get; init; }

    /// <summary>Its place in the list of connections.</summary>
    public required int Number { get; init; }

    /// <summary>The same in all databases of one service.</summary>
    public required Guid ClusterId { get; init; }

    /// <summary>Slots whose rows are read and written here, those included that are being copied away.</summary>
    public required BitArray Owned { get; init; }

    /// <summary>Slots that another database, given by its number, is to own, or will in a moment.</summary>
    public required IReadOnlyDictionary<int, int> Leaving { get; init; }

    /// <summary>Null where the database is alone.</summary>
    public static async ValueTask<PostgresMapPart?> ReadAsync(IMetadataDatabase database, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            new SqlStatement(ReadText),
            static row => (
                Version: row.GetInteger(0),
                Number: (int)row.GetInteger(1),
                Cluster: row.GetGuid(2),
                Slot: (int?)row.GetIntegerOrNull(3),
                State: (PostgresSlotState)row.GetInteger(4),
                Target: (int)row.GetInteger(5)),
            cancellationToken);
        if (rows is not [var place, ..])
        {
            return null;
        }

        var owned = new BitArray(MetadataSlots.Count);
        var leaving = new Dictionary<int, int>();
        foreach (var row in rows)
        {
            if (row.Slot is { } slot)
            {
                owned[slot] = row.State is not PostgresSlotState.Left;
                if (row.State is not PostgresSlotState.Owned)
                {
                    leaving[slot] = row.Target;
                }
            }
        }

        return new PostgresMapPart { Version = place.Version, Number = place.Number, ClusterId = place.Cluster, Owned = owned, Leaving = leaving };
    }
}
