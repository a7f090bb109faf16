using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>Slots that move to another database while their rows are read and written, with the mover ended anywhere.</summary>
public sealed class SlotMoveTests
{
    private const string MoverName = "mover";

    private static readonly int[] Moving = [0, 1, 2, 300, 301];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Steps => [.. Enum.GetNames<PostgresMoveStep>()];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Drives_move_under_load_though_the_mover_dies(string name)
    {
        using var engine = new ThreePostgresEngine();
        var writers = new SlotWriters(engine.Shards, [.. Moving, 302, 4000]);
        await writers.UntilMoreAsync(20);

        // The second of three times, so that some slots have moved, some are on their way, and some have not begun.
        var reached = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(() => MoveAsync(
            engine,
            async step =>
            {
                if (step == Enum.Parse<PostgresMoveStep>(name) && Interlocked.Increment(ref reached) == 2)
                {
                    await writers.UntilMoreAsync(1);
                    throw new OperationCanceledException("The mover is dead.");
                }
            }));
        AssertNotOwnedTwice(engine);
        _ = await MoveAsync(engine);
        await writers.UntilMoreAsync(20);
        await writers.StopAsync();

        await writers.CheckAsync();
        AssertMoved(engine);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Drives_move_under_load_though_the_mover_loses_its_connections(string name)
    {
        using var engine = new ThreePostgresEngine();
        var writers = new SlotWriters(engine.Shards, [.. Moving, 302, 4000]);
        await writers.UntilMoreAsync(20);

        var reached = 0;
        var owned = await MoveAsync(
            engine,
            async step =>
            {
                AssertNotOwnedTwice(engine);
                if (step == Enum.Parse<PostgresMoveStep>(name) && Interlocked.Increment(ref reached) == 2)
                {
                    await writers.UntilMoreAsync(1);
                    foreach (var place in engine.Names)
                    {
                        TestDatabase.Execute(place, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{MoverName}'");
                    }
                }
            });
        await writers.UntilMoreAsync(20);
        await writers.StopAsync();

        Assert.True(reached >= 2);
        Assert.Equal(4096, owned.Sum());
        await writers.CheckAsync();
        AssertMoved(engine);
    }

    [Fact]
    public async Task Rows_of_every_table_move_as_they_are_and_come_back()
    {
        using var engine = new ThreePostgresEngine();
        var slots = Enumerable.Range(0, 4096).Where(slot => slot * 3 / 4096 == 0).ToList();
        Fill(engine.Names[0]);
        var before = DigestsOf(engine.Names[0]);
        Assert.All(before, static digest => Assert.NotEqual("0", digest.Split(' ')[0]));

        _ = await PostgresSlotMover.MoveAsync(OptionsOf(engine), new PostgresMoveOrder { Slots = slots, Target = 1, SlotsAtOnce = 256 }, moved: null, Token);
        Assert.Equal(before, DigestsOf(engine.Names[1]));
        Assert.All(DigestsOf(engine.Names[0]), static digest => Assert.StartsWith("0 ", digest, StringComparison.Ordinal));

        _ = await PostgresSlotMover.MoveAsync(OptionsOf(engine), new PostgresMoveOrder { Slots = slots, Target = 0, SlotsAtOnce = 256 }, moved: null, Token);
        Assert.Equal(before, DigestsOf(engine.Names[0]));
        Assert.All(DigestsOf(engine.Names[1]), static digest => Assert.StartsWith("0 ", digest, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_table_is_of_slots_or_stays()
    {
        using var engine = new ThreePostgresEngine();
        string[] staying = ["audit", "garbage", "filestorage_schema", "shard_place", "shard_slots"];

        var tables = TableRows.Ask(engine.Names[0], "SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'").Split(',');

        Assert.Equal(tables.Order(), PostgresSlotTable.All.Select(static table => table.Name).Concat(staying).Order());
    }

    [Fact]
    public async Task Only_one_moves_slots_at_a_time()
    {
        using var engine = new ThreePostgresEngine();
        var isTried = false;

        _ = await MoveAsync(
            engine,
            async step =>
            {
                if (step is PostgresMoveStep.Left && !isTried)
                {
                    isTried = true;
                    var failure = await Assert.ThrowsAsync<MetadataException>(() => MoveAsync(engine));
                    Assert.Contains("Somebody else", failure.Message, StringComparison.Ordinal);
                }
            });

        Assert.True(isTried);
        AssertMoved(engine);
    }

    [Fact]
    public void As_few_slots_move_as_make_it_even()
    {
        var owners = Enumerable.Range(0, 4096).Select(static slot => slot / 2048).ToArray();

        var plan = PostgresMovePlan.Of(owners, 3, new PostgresMoveOrder { SlotsAtOnce = 100 });

        Assert.Equal(1365, plan.Sum(static part => part.Slots.Length));
        Assert.All(plan, static part => Assert.Equal(2, part.To));
        Assert.Equal(682, plan.Where(static part => part.From == 0).Sum(static part => part.Slots.Length));
        Assert.All(plan, static part => Assert.InRange(part.Slots.Length, 1, 100));
        Assert.All(plan, part => Assert.All(part.Slots, slot => Assert.Equal(part.From, owners[slot])));
        foreach (var (_, to, slots) in plan)
        {
            Array.ForEach(slots, slot => owners[slot] = to);
        }

        Assert.Empty(PostgresMovePlan.Of(owners, 3, new PostgresMoveOrder()));
    }

    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(0, 4096, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    public void What_cannot_be_moved_is_refused(int target, int slot, int atOnce) => Assert.Throws<MetadataException>(
        () => PostgresMovePlan.Of(new int[4096], 3, new PostgresMoveOrder { Slots = [slot], Target = target, SlotsAtOnce = atOnce }));

    private static PostgresMetadataOptions OptionsOf(ThreePostgresEngine engine)
    {
        var options = new PostgresMetadataOptions { WriteConnections = 2, ReadConnections = 3 };
        foreach (var place in engine.Options.Shards)
        {
            options.Shards.Add($"{place};Application Name={MoverName}");
        }

        options.Complete();
        return options;
    }

    private static Task<IReadOnlyList<int>> MoveAsync(ThreePostgresEngine engine, Func<PostgresMoveStep, ValueTask>? reached = null) => PostgresSlotMover.MoveAsync(
        OptionsOf(engine), new PostgresMoveOrder { Slots = Moving, Target = 2, SlotsAtOnce = 2 }, moved: null, reached, Token);

    private static void AssertNotOwnedTwice(ThreePostgresEngine engine)
    {
        var owned = engine.Names.SelectMany(static name => TableRows.Ask(name, "SELECT string_agg(slot::text, ',') FROM shard_slots WHERE state < 3").Split(',')).ToList();
        Assert.Equal(owned.Count, owned.Distinct().Count());
    }

    private static void AssertMoved(ThreePostgresEngine engine)
    {
        var slots = string.Join(',', Moving);
        Assert.Equal($"{Moving.Length}", TableRows.Ask(engine.Names[2], $"SELECT count(*) FROM shard_slots WHERE state = 1 AND slot IN ({slots})"));
        foreach (var name in engine.Names)
        {
            Assert.Equal("0", TableRows.Ask(name, "SELECT count(*) FROM shard_slots WHERE state <> 1"));
            Assert.Equal("0", TableRows.Ask(name, "SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%moving'"));
        }

        var rows = string.Join(" UNION ALL ", PostgresSlotTable.All.Select(table => $"SELECT 1 FROM {table.Name} WHERE {table.Slot} IN ({slots})"));
        foreach (var name in engine.Names.Take(2))
        {
            Assert.Equal("0", TableRows.Ask(name, $"SELECT count(*) FROM shard_slots WHERE slot IN ({slots})"));
            Assert.Equal("0", TableRows.Ask(name, $"SELECT count(*) FROM ({rows}) AS found"));
        }
    }

    // Rows in all slots of the first database, with a value or NULL in every column.
    private static void Fill(string database)
    {
        foreach (var table in PostgresSlotTable.All)
        {
            TableRows.Fill(database, table.Name);
            TestDatabase.Execute(database, $"DELETE FROM public.{table.Name} WHERE {table.Slot} NOT IN (SELECT slot FROM shard_slots WHERE state = 1)");
        }
    }

    private static List<string> DigestsOf(string database) =>
        [.. PostgresSlotTable.All.Select(table => TableRows.DigestOf(database, table.Name, $"{table.Slot} < 1366"))];
}
