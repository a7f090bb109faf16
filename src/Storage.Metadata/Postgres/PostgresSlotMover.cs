using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Moves slots between databases that are in use: what the operator's command does.</summary>
public sealed class PostgresSlotMover
{
    // Sweeps need a moment in which every slot has an owner.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private const string HoldText = "SELECT pg_try_advisory_lock(1179866183, 4)";

    private const string OwnedText = "SELECT slot FROM public.shard_slots WHERE state = 1";

    private readonly List<NpgsqlDataSource> _sources;
    private readonly PostgresSlotMoves _moves;
    private readonly PostgresPatience _patience;
    private readonly TimeProvider _clock;
    private NpgsqlConnection? _holder;

    private PostgresSlotMover(List<NpgsqlDataSource> sources, TimeSpan patience, TimeProvider clock, Func<PostgresMoveStep, ValueTask>? reached)
    {
        _sources = sources;
        _moves = new PostgresSlotMoves(sources, reached);
        _patience = new PostgresPatience(patience, clock);
        _clock = clock;
    }

    /// <summary>
    /// Finishes what was begun before, and then moves what is ordered. While the rows of a few slots are copied, whoever wants them waits. Safe to end at
    /// any moment, and to repeat.
    /// </summary>
    /// <param name="options">All databases.</param>
    /// <param name="order">What is to move.</param>
    /// <param name="moved">Told after each few: how many slots have moved, and how many are to.</param>
    /// <param name="cancellationToken">Ends the move. Slots that have left and not arrived are nobody's until it is repeated.</param>
    /// <returns>How many slots each database owns in the end.</returns>
    /// <exception cref="MetadataException">The databases do not belong together, somebody else moves slots, or a server cannot be reached.</exception>
    public static Task<IReadOnlyList<int>> MoveAsync(
        PostgresMetadataOptions options, PostgresMoveOrder order, Action<int, int>? moved, CancellationToken cancellationToken) =>
        MoveAsync(options, order, moved, reached: null, cancellationToken);

    /// <inheritdoc cref="MoveAsync(PostgresMetadataOptions, PostgresMoveOrder, Action{int, int}?, CancellationToken)"/>
    internal static async Task<IReadOnlyList<int>> MoveAsync(
        PostgresMetadataOptions options,
        PostgresMoveOrder order,
        Action<int, int>? moved,
        Func<PostgresMoveStep, ValueTask>? reached,
        CancellationToken cancellationToken)
    {
        if (options.Shards.Count == 0)
        {
            throw new MetadataException("The metadata is in one database, so that no slot can move.");
        }

        var sources = new List<NpgsqlDataSource>();
        try
        {
            foreach (var place in options.Shards)
            {
                sources.Add(PostgresConnections.Build(options.ForMoves(place), PostgresProfile.Metadata, isAlone: false));
                await using var connection = await sources[^1].OpenConnectionAsync(cancellationToken);
                PostgresServer.Check(connection);
                PostgresSchema.Check(connection);
            }

            await PostgresShardSetup.RequireAsync(sources, cancellationToken);
            var mover = new PostgresSlotMover(sources, TimeSpan.FromSeconds(options.RetrySeconds), TimeProvider.System, reached);
            return await mover.RunAsync(order, moved, cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            throw PostgresFault.ToFailure(exception);
        }
        finally
        {
            foreach (var source in sources)
            {
                await source.DisposeAsync();
            }
        }
    }

    private async Task<IReadOnlyList<int>> RunAsync(PostgresMoveOrder order, Action<int, int>? moved, CancellationToken cancellationToken)
    {
        try
        {
            await PersistAsync(() => _moves.FinishAsync(cancellationToken), cancellationToken);
            var plan = PostgresMovePlan.Of(await ReadOwnersAsync(cancellationToken), _sources.Count, order);
            var givers = plan.Select(static part => part.From).Distinct().Select(number => _sources[number]).ToList();
            foreach (var giver in givers)
            {
                await PersistAsync(() => PostgresMoveIndexes.MakeAsync(giver, cancellationToken), cancellationToken);
            }

            var done = 0;
            var all = plan.Sum(static part => part.Slots.Length);
            foreach (var (from, to, slots) in plan)
            {
                var begun = _clock.GetTimestamp();
                await PersistAsync(
                    async () =>
                    {
                        // What the attempt before left behind comes first.
                        _ = await _moves.FinishAsync(cancellationToken);
                        if (await HasAnyAsync(from, slots, cancellationToken))
                        {
                            await _moves.LeaveAsync(from, to, slots, cancellationToken);
                            _ = await _moves.FinishAsync(cancellationToken);
                        }
                    },
                    cancellationToken);
                done += slots.Length;
                moved?.Invoke(done, all);
                var pause = _clock.GetElapsedTime(begun);
                await Task.Delay(pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause, _clock, cancellationToken);
            }

            foreach (var giver in givers)
            {
                await PersistAsync(() => PostgresMoveIndexes.DropAsync(giver, cancellationToken), cancellationToken);
            }

            var owners = await ReadOwnersAsync(cancellationToken);
            return [.. Enumerable.Range(0, _sources.Count).Select(number => owners.Count(owner => owner == number))];
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    // Slots that have left are nobody's: a connection that is lost in between must not be the end.
    private async Task PersistAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        var begun = _patience.Now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await HoldAsync(cancellationToken);
                await act();
                _patience.Reset();
                return;
            }
            catch (Exception exception) when (PostgresFault.MayPass(exception))
            {
                await ReleaseAsync();
                _sources.ForEach(static source => source.Clear());
                if (!await _patience.WaitAsync(begun, attempt, cancellationToken))
                {
                    throw PostgresFault.ToFailure(exception);
                }
            }
        }
    }

    // One that moves is enough; two would wait for each other all the time. Nothing depends on it.
    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        _holder ??= await _sources[0].OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(HoldText, _holder);
        if (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            throw new MetadataException("Somebody else is moving slots.");
        }
    }

    private async Task ReleaseAsync()
    {
        if (_holder is { } holder)
        {
            _holder = null;
            NpgsqlConnection.ClearPool(holder);
            await holder.DisposeAsync();
        }
    }

    private async Task<bool> HasAnyAsync(int number, int[] slots, CancellationToken cancellationToken) =>
        (await ReadOwnedAsync(number, cancellationToken)).Intersect(slots).Any();

    private async Task<int[]> ReadOwnersAsync(CancellationToken cancellationToken)
    {
        var owners = new int[MetadataSlots.Count];
        Array.Fill(owners, -1);
        for (var number = 0; number < _sources.Count; number++)
        {
            foreach (var slot in await ReadOwnedAsync(number, cancellationToken))
            {
                if (owners[slot] >= 0)
                {
                    throw new MetadataException($"PostgreSQL databases {owners[slot]} and {number} both own slot {slot}.");
                }

                owners[slot] = number;
            }
        }

        return Array.IndexOf(owners, -1) is >= 0 and var lost
            ? throw new MetadataException($"No database of Metadata:Postgres:Shards owns slot {lost}.")
            : owners;
    }

    private async Task<List<int>> ReadOwnedAsync(int number, CancellationToken cancellationToken)
    {
        await using var connection = await _sources[number].OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(OwnedText, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owned = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            owned.Add(reader.GetInt32(0));
        }

        return owned;
    }
}
