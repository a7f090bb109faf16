using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Tests.Grains.Tests.History;

/// <summary>Random histories: wherever a drive goes back to, it is what it was there, and the way back undoes it.</summary>
public sealed class RewindPropertyTests : RewindTest
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    /// <summary>Trees by journal number.</summary>
    private readonly SortedDictionary<long, SortedDictionary<string, (Guid Id, string Content)>> _seen = [];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_drive_that_is_rewound_is_what_it_was_and_undoing_that_gives_what_it_is(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            await LiveAsync(random, steps: 25, purges: false);
            var number = _seen.Keys.ElementAt(random.Next(_seen.Count));
            var before = await TreeAsync(DriveId);

            Assert.Equal(_seen[number], await PastTreeAsync(DriveId, number));
            var report = await RewindAsync(DriveId, number);
            Assert.Equal(0, report.Lost);
            Assert.Equal(_seen[number], await TreeAsync(DriveId));

            if (random.Next(2) == 0)
            {
                await RewindAsync(DriveId, report.FromNumber);
                Assert.Equal(before, await TreeAsync(DriveId));
            }

            _seen[await NumberAsync()] = await TreeAsync(DriveId);
        }

        await AssertRowsAreSoundAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_folder_that_is_rewound_holds_what_it_held(int seed)
    {
        var random = new Random(1000 + seed);
        for (var round = 0; round < 10; round++)
        {
            await LiveAsync(random, steps: 15, purges: false);
            var number = _seen.Keys.ElementAt(random.Next(_seen.Count));
            var folders = _seen[number].Where(item => item.Value.Content == "folder").ToList();
            if (folders.Count == 0)
            {
                continue;
            }

            var (path, (folderId, _)) = folders[random.Next(folders.Count)];
            var reachesOutside = random.Next(2) == 0;
            var others = await OutsideAsync(folderId);
            if (await TryRewindAsync(Request(folderId, number, reachesOutside)) is not RewindOutcome.Known { Report: var report })
            {
                continue;
            }

            var expected = Below(_seen[number], path);
            if (reachesOutside)
            {
                Assert.Equal(expected, await TreeAsync(folderId));
            }
            else
            {
                Assert.Equal(others, await OutsideAsync(folderId));
                Assert.All(await TreeAsync(folderId), item => Assert.Equal(expected[item.Key].Content, item.Value.Content));
            }

            _seen[await NumberAsync()] = await TreeAsync(DriveId);
        }

        await AssertRowsAreSoundAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_was_purged_stays_away_and_everything_else_is_where_it_was(int seed)
    {
        var random = new Random(2000 + seed);
        for (var round = 0; round < 6; round++)
        {
            await LiveAsync(random, steps: 25, purges: true);
            var number = _seen.Keys.ElementAt(random.Next(_seen.Count));
            await RewindAsync(DriveId, number);

            var now = await TreeAsync(DriveId);
            var there = await ExistingAsync();
            foreach (var (path, item) in now)
            {
                // Nothing is there that was not; a folder may stand for one that is gone.
                Assert.True(_seen[number].TryGetValue(path, out var then), $"{path} was not there.");
                Assert.Equal(then.Content, item.Content);
            }

            foreach (var (path, item) in _seen[number].Where(item => there.Contains(item.Value.Id)))
            {
                var isKnown = Above(path).All(folder => there.Contains(_seen[number][folder].Id));
                Assert.True(!isKnown || now.TryGetValue(path, out var found) && found.Id == item.Id, $"{path} is not back.");
            }

            _seen[await NumberAsync()] = now;
        }

        await AssertRowsAreSoundAsync();
    }

    private async Task LiveAsync(Random random, int steps, bool purges)
    {
        for (var step = 0; step < steps; step++)
        {
            await ActAsync(random, purges);
            _seen[await NumberAsync()] = await TreeAsync(DriveId);
        }
    }

    private async Task ActAsync(Random random, bool purges)
    {
        var tree = await TreeAsync(DriveId);
        var folders = tree.Where(item => item.Value.Content == "folder").Select(item => item.Value.Id).Append(DriveId).ToList();
        var parent = folders[random.Next(folders.Count)];
        var name = Names[random.Next(Names.Length)];
        var any = tree.Count == 0 ? Guid.Empty : tree.Values.ElementAt(random.Next(tree.Count)).Id;
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                await PutSomethingAsync(random, parent, name);
                break;
            case 3 or 4:
                await MakeFolderAsync(parent, name);
                break;
            case 5 or 6 or 7 when any != Guid.Empty:
                await MoveAsync(any, parent, name, replace: random.Next(2) == 0);
                break;
            case 8 when any != Guid.Empty:
                await TrashAsync(any);
                break;
            default:
                await WithTrashAsync(random, parent, name, purges);
                break;
        }
    }

    private async Task PutSomethingAsync(Random random, Guid parent, string name)
    {
        byte[] content = [(byte)random.Next(5), (byte)random.Next(5)];
        switch ((await Drive.LookUpAsync(parent, name, Token))!.Entry)
        {
            case null:
                await PutAsync(parent, name, content);
                break;
            case { Kind: EntryKind.File } file:
                await SaveAsync(file, content);
                break;
        }
    }

    private async Task WithTrashAsync(Random random, Guid parent, string name, bool purges)
    {
        var trash = (await Drive.ListTrashAsync(null, 1000, Token)).Entries;
        if (trash.IsEmpty)
        {
            return;
        }

        var entry = trash[random.Next(trash.Length)];
        if (purges && random.Next(2) == 0)
        {
            await PurgeAsync(entry.Id);
            await TidyAsync();
        }
        else if (random.Next(2) == 0)
        {
            await RestoreAsync(entry.Id);
        }
        else
        {
            await RestoreAsync(entry.Id, parent, name);
        }
    }

    private async Task<HashSet<Guid>> ExistingAsync() =>
        [.. (await Silo.Inventory.ListEntriesAsync(null, 10_000, Token)).Select(entry => entry.Id)];

    private async Task<SortedDictionary<string, (Guid, string)>> OutsideAsync(Guid folderId)
    {
        var tree = await TreeAsync(DriveId);
        var path = tree.FirstOrDefault(item => item.Value.Id == folderId).Key;
        foreach (var inside in tree.Keys.Where(key => path is not null && key.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
        {
            tree.Remove(inside);
        }

        return tree;
    }

    private static SortedDictionary<string, (Guid Id, string Content)> Below(
        SortedDictionary<string, (Guid Id, string Content)> tree, string path) => new(
        tree.Where(item => item.Key.StartsWith(path + "/", StringComparison.Ordinal))
            .ToDictionary(item => item.Key[path.Length..], item => item.Value),
        StringComparer.Ordinal);

    private static IEnumerable<string> Above(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
