using System.Globalization;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;
using Npgsql;
using NpgsqlTypes;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Makes several databases belong together, and tells whether they do.</summary>
internal static class PostgresShardSetup
{
    private const int MaxAttempts = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private const string FindText = "SELECT number, cluster FROM public.shard_place";

    private const string HasRowsText = """
        SELECT EXISTS (SELECT 1 FROM public.drives) OR EXISTS (SELECT 1 FROM public.documents) OR EXISTS (SELECT 1 FROM public.claims)
            OR EXISTS (SELECT 1 FROM public.chunks) OR EXISTS (SELECT 1 FROM public.versions) OR EXISTS (SELECT 1 FROM public.audit)
            OR EXISTS (SELECT 1 FROM public.upload_parts)
        """;

    // No program that takes the database for its own may be connected to it, whatever its release.
    private const string TryAloneText = "SELECT pg_try_advisory_xact_lock(1179866183, 2)";

    private const string OthersText = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        """;

    private const string InsertPlaceText = "INSERT INTO public.shard_place(version, number, cluster) VALUES (1, $1, $2)";

    private const string OwnText = "INSERT INTO public.shard_slots(slot, state) SELECT slot, 1 FROM unnest($1) AS slot";

    private const string GiveText =
        "INSERT INTO public.shard_slots(slot, state, target) SELECT slot, 3, target FROM unnest($1, $2) AS given(slot, target)";

    /// <summary>Whether these are all the databases of one service, in their order.</summary>
    /// <exception cref="MetadataException">They are not, and why.</exception>
    public static void Require(PostgresMap map)
    {
        for (var number = 0; number < map.Parts.Count; number++)
        {
            RequirePlace(number, map.Parts[number].Number, map.Parts[number].ClusterId, map.Parts[0].ClusterId);
        }

        // One that is on its way has no owner, and comes to one that is known.
        var known = map.Parts.SelectMany(static part => part.Leaving).Where(left => left.Value < map.Parts.Count).Select(static left => left.Key).ToHashSet();
        var lacking = Enumerable.Range(0, MetadataSlots.Count)
            .Where(slot => map.OwnerOf(slot) is null && !known.Contains(slot) && !map.Parts.Any(part => part.Owned[slot])).ToList();
        if (lacking.Count > 0)
        {
            throw new MetadataException(
                $"No database of Metadata:Postgres:Shards has slot {lacking[0]} and {lacking.Count - 1} others; databases are missing at the end of the list, or `migrate` did not end.");
        }
    }

    /// <summary>Whether these are databases of one service, in their order.</summary>
    /// <exception cref="MetadataException">They are not, and why.</exception>
    public static async Task RequireAsync(IReadOnlyList<NpgsqlDataSource> sources, CancellationToken cancellationToken)
    {
        Guid? cluster = null;
        for (var number = 0; number < sources.Count; number++)
        {
            await using var connection = await sources[number].OpenConnectionAsync(cancellationToken);
            var place = await FindAsync(connection, cancellationToken)
                ?? throw new MetadataException($"PostgreSQL database {number} of Metadata:Postgres:Shards does not belong to them; run `migrate` of the silo.");
            RequirePlace(number, place.Number, place.ClusterId, cluster ??= place.ClusterId);
        }
    }

    /// <summary>
    /// Makes migrated databases belong together. Empty ones share the slots; where the first holds rows already, the others begin with none. Safe to
    /// repeat; one that is new at the end of the list is added.
    /// </summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="MetadataException">They do not belong together, or the first is in use as the only one.</exception>
    public static async Task<int> JoinAsync(IReadOnlyList<NpgsqlDataSource> sources, CancellationToken cancellationToken)
    {
        var places = new List<(int Number, Guid ClusterId)?>();
        foreach (var source in sources)
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            places.Add(await FindAsync(connection, cancellationToken));
        }

        // The first is made first: whatever ends in between is repeated, and finds whose the others are.
        var cluster = places[0]?.ClusterId ?? Guid.NewGuid();
        for (var number = 0; number < sources.Count; number++)
        {
            if (places[number] is { } place)
            {
                RequirePlace(number, place.Number, place.ClusterId, cluster);
            }
        }

        for (var number = 0; number < sources.Count; number++)
        {
            if (places[number] is null)
            {
                await using var connection = await sources[number].OpenConnectionAsync(cancellationToken);
                await MakeInPeaceAsync(connection, number, sources.Count, cluster, cancellationToken);
            }
        }

        return places.Count(static place => place is null);
    }

    /// <summary>Whether a migrated database has neither rows nor a place among several.</summary>
    public static async Task<bool> IsNewAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await FindAsync(connection, cancellationToken) is null && !(bool)(await connection.AskAsync(HasRowsText, cancellationToken))!;

    // Whoever has just ended may be there for another moment.
    private static async Task MakeInPeaceAsync(
        NpgsqlConnection connection, int number, int databases, Guid cluster, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryMakeAsync(connection, number, databases, cluster, cancellationToken); attempt++)
        {
            if (attempt == MaxAttempts)
            {
                throw new MetadataException(
                    $"Somebody is connected to PostgreSQL database {number}; to make it one of several, end all servers that use it.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static async Task<bool> TryMakeAsync(
        NpgsqlConnection connection, int number, int databases, Guid cluster, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!(bool)(await connection.AskAsync(TryAloneText, cancellationToken))!
            || (long)(await connection.AskAsync(OthersText, cancellationToken))! > 0)
        {
            return false;
        }

        var hasRows = (bool)(await connection.AskAsync(HasRowsText, cancellationToken))!;
        if (hasRows && number > 0)
        {
            throw new MetadataException($"PostgreSQL database {number} of Metadata:Postgres:Shards holds metadata already; only a new one can be added.");
        }

        await connection.ExecuteAsync(
            InsertPlaceText,
            cancellationToken,
            new NpgsqlParameter { Value = number },
            new NpgsqlParameter { Value = cluster.ToByteArray(bigEndian: true) });
        if (number == 0)
        {
            await ShareAsync(connection, hasRows ? 1 : databases, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task ShareAsync(NpgsqlConnection connection, int databases, CancellationToken cancellationToken)
    {
        var owners = Enumerable.Range(0, MetadataSlots.Count).Select(slot => (Slot: slot, Owner: slot * databases / MetadataSlots.Count)).ToList();
        await connection.ExecuteAsync(OwnText, cancellationToken, Numbers(owners.Where(static slot => slot.Owner == 0).Select(static slot => slot.Slot)));
        var given = owners.Where(static slot => slot.Owner > 0).ToList();
        await connection.ExecuteAsync(
            GiveText,
            cancellationToken,
            Numbers(given.Select(static slot => slot.Slot)),
            Numbers(given.Select(static slot => slot.Owner)));
    }

    private static void RequirePlace(int number, int itsNumber, Guid itsCluster, Guid cluster)
    {
        if (itsCluster != cluster)
        {
            throw new MetadataException($"PostgreSQL database {number} of Metadata:Postgres:Shards belongs to another service than the first.");
        }

        if (itsNumber != number)
        {
            throw new MetadataException(string.Create(
                CultureInfo.InvariantCulture,
                $"PostgreSQL database {number} of Metadata:Postgres:Shards is number {itsNumber}; the order of the list must not change."));
        }
    }

    private static async Task<(int Number, Guid ClusterId)?> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindText, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt32(0), new Guid(reader.GetFieldValue<byte[]>(1), bigEndian: true))
            : null;
    }

    private static NpgsqlParameter Numbers(IEnumerable<int> numbers) =>
        new() { Value = numbers.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
