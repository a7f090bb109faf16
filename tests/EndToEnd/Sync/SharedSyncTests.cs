using System.Net.Http.Json;
using FileStorage.Api.Contracts.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Limits;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>What others share syncs like one's own: real processes of two accounts, shared by the command line.</summary>
public sealed class SharedSyncTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_mounted_share_syncs_both_ways_until_it_is_taken_back()
    {
        using var ann = await AccountAsync("ann");
        using var bob = await AccountAsync("bob");
        await using var hers = new SyncedDevice("hers", ann);
        await using var his = new SyncedDevice("his", bob);
        hers.Write("work/plan.txt", "draft");
        hers.Write("private.txt", "mine");
        hers.Start();
        his.Write("own.txt", "his");
        his.Start();
        await hers.UntilAsync(() => hers.Output.Contains("plan.txt", StringComparison.Ordinal), "It is sent");
        await ann.Command.RunAsync("share", "add", "/work", bob.Email, "--access", "write");
        await bob.Command.RunAsync("shared", "mount", "work", "/from ann");

        await his.UntilAsync(() => File.Exists(his.At("from ann/plan.txt")), "What is shared arrives");
        his.Write("from ann/plan.txt", "better");
        await hers.UntilAsync(() => File.ReadAllText(hers.At("work/plan.txt")) == "better", "His edit is hers");
        hers.Write("work/new/deep.txt", "x");
        await his.UntilAsync(() => File.Exists(his.At("from ann/new/deep.txt")), "Her file is his");
        Directory.CreateDirectory(hers.At("outside"));
        hers.Write("outside/inner.txt", "y");
        await hers.UntilAsync(() => hers.Output.Contains("inner.txt", StringComparison.Ordinal), "It is sent");
        Directory.Move(hers.At("outside"), hers.At("work/inside"));
        await his.UntilAsync(() => File.Exists(his.At("from ann/inside/inner.txt")), "What is moved in comes with all below it");
        File.Move(hers.At("work/new/deep.txt"), hers.At("deep.txt"));
        await his.UntilAsync(() => !File.Exists(his.At("from ann/new/deep.txt")), "What is moved out goes");
        Directory.Move(his.At("from ann"), his.At("ann's"));
        hers.Write("work/plan.txt", "best");
        await his.UntilAsync(
            () => File.Exists(his.At("ann's/plan.txt")) && File.ReadAllText(his.At("ann's/plan.txt")) == "best", "A mount is moved like a folder");
        Assert.True(Directory.Exists(hers.At("work")));

        await ann.Command.RunAsync("share", "rm", "/work", bob.Email);
        await his.UntilAsync(() => !Directory.Exists(his.At("ann's")), "What is taken back goes");
        Assert.Equal(["own.txt"], his.Tree().Keys);
        Assert.Equal("best", File.ReadAllText(hers.At("work/plan.txt")));
    }

    [Fact]
    public async Task What_is_moved_between_owners_is_there_and_nothing_is_lost()
    {
        using var ann = await AccountAsync("ann");
        using var bob = await AccountAsync("bob");
        await ann.StoreAsync("/work/a.txt", [1]);
        await ann.Command.RunAsync("share", "add", "/work", bob.Email, "--access", "write");
        await bob.Command.RunAsync("shared", "mount", "work");
        await using var his = new SyncedDevice("his", bob);
        his.Write("mine/one.txt", "one");
        his.Write("mine/sub/two.txt", "two");
        his.Start();
        await his.UntilAsync(() => File.Exists(his.At("work/a.txt")) && his.Output.Contains("two.txt", StringComparison.Ordinal), "All is synced");

        Directory.Move(his.At("mine"), his.At("work/mine"));

        await UntilThereAsync(ann, "/work/mine/one.txt", his);
        await UntilThereAsync(ann, "/work/mine/sub/two.txt", his);
        await his.UntilAsync(
            () => his.Tree().Keys.SequenceEqual(["work", "work/a.txt", "work/mine", "work/mine/one.txt", "work/mine/sub", "work/mine/sub/two.txt"]),
            "It is here, once");
        Assert.Equal("one", File.ReadAllText(his.At("work/mine/one.txt")));
        Assert.Contains("mine", string.Join('\n', await bob.Command.RunAsync("trash", "ls")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_only_be_read_is_not_overwritten_and_the_edit_stays_here()
    {
        using var ann = await AccountAsync("ann");
        using var bob = await AccountAsync("bob");
        await ann.StoreAsync("/work/a.txt", [1]);
        await ann.Command.RunAsync("share", "add", "/work", bob.Email);
        await bob.Command.RunAsync("shared", "mount", "work");
        await using var his = new SyncedDevice("his", bob);
        his.Start();
        await his.UntilAsync(() => File.Exists(his.At("work/a.txt")), "It arrives");

        his.Write("work/a.txt", "edited");
        his.Write("other.txt", "x");

        await UntilThereAsync(bob, "/other.txt", his);
        await his.UntilAsync(() => his.Output.Contains("but for 1 that cannot be synced", StringComparison.Ordinal), "It is told");
        Assert.Contains("may see this item", (await his.StatusAsync()).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("edited", File.ReadAllText(his.At("work/a.txt")));
        Assert.Single(await ann.Command.RunAsync("versions", "/work/a.txt"));
    }

    // Every change wakes the wait for the next one.
    private static async Task UntilThereAsync(TestAccount account, string path, SyncedDevice device)
    {
        string? cursor = null;
        for (var waits = 0; waits < 30; waits++)
        {
            using var answer = await account.GetAsync(path);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            var changes = await account.Http.GetFromJsonAsync(
                new Uri("/api/v1/changes?limit=1000&wait=10" + (cursor is null ? "" : "&cursor=" + cursor), UriKind.Relative),
                ContractsJsonContext.Default.ChangesBody,
                TestContext.Current.CancellationToken);
            cursor = changes!.Cursor;
        }

        Assert.Fail($"{path} did not come. {device.Output}");
    }

    private Task<TestAccount> AccountAsync(string name) => TestAccount.OpenAsync(shared.Server, $"{name}-{Guid.NewGuid():N}@example.org");
}
