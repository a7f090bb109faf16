using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The lines of the tables that need no second edit: attributes, touched files, and a name that is taken by something of another making.</summary>
public sealed class SmallRuleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_executable_bit_is_set_elsewhere_without_a_download(bool byOne) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a");
        var (setter, other) = byOne ? (scene.One, scene.Two) : (scene.Two, scene.One);
        var downloads = other.Engine!.GetStatus().DownloadedFiles;
        var file = setter.Disk.Find(new LocalPath("a"))!;
        setter.Disk.SetAttributes(file, new DateTimeOffset(2025, 5, 5, 5, 5, 5, TimeSpan.Zero), executable: true);

        await scene.MeetAsync(setter);

        Assert.True(other.Disk.Find(new LocalPath("a"))!.Executable);
        Assert.Equal(file.ModifiedTicks, other.Disk.Find(new LocalPath("a"))!.ModifiedTicks);
        Assert.Equal(downloads, other.Engine.GetStatus().DownloadedFiles);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_was_only_touched_is_not_sent(bool byOne) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a");
        var toucher = byOne ? scene.One : scene.Two;
        var uploads = Scene.Uploads(toucher);
        Scene.Save(toucher, "a", "first a");

        await scene.MeetAsync(toucher);

        Assert.Equal(uploads, Scene.Uploads(toucher));
        Assert.Single(scene.Entry("a").Versions);
    });

    [Fact]
    public void A_folder_may_move_into_a_new_one_that_has_its_name() => Scene.Play(faults: WorldFaults.None with { SlowCall = 0.5 }, play: async scene =>
    {
        // A path is told of in which something happened: listed before the folder above, it would show the old folder in itself.
        var names = Enumerable.Range(0, 20).Select(number => $"a{number}").ToList();
        await scene.BeginAsync([.. names.Select(name => $"{name}/"), .. names.Select(name => $"{name}/file")]);
        foreach (var name in names)
        {
            Scene.Move(scene.One, name, $"{name} put aside");
            Scene.Save(scene.One, $"{name}/", "");
            Scene.Move(scene.One, $"{name} put aside", $"{name}/inside");
        }

        await scene.MeetAsync(scene.One);

        Assert.Equal(
            names.SelectMany(name => new[] { $"{name}/", $"{name}/inside/", $"{name}/inside/file" }).Order(StringComparer.Ordinal),
            scene.Show().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(names.Count, scene.FileCount);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Something_moved_to_a_name_and_something_made_under_it_both_stay(bool moverFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a");
        Scene.Move(scene.One, "a", "c");
        Scene.Save(scene.Two, "c", "made");

        await scene.MeetAsync(moverFirst ? scene.One : scene.Two);

        Assert.Equal(
            moverFirst
                ? new() { ["c"] = "first a", ["c (conflict from device 2 2026-01-01)"] = "made" }
                : new() { ["c"] = "made", ["c (conflict from device 1 2026-01-01)"] = "first a" },
            scene.Show());
    });

    [Fact]
    public void After_a_server_went_back_what_is_the_same_on_both_sides_is_neither_sent_nor_fetched_nor_copied() => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a", "d/", "d/b");
        var (uploads, downloads) = (Scene.Uploads(scene.One), scene.One.Engine!.GetStatus().DownloadedFiles);
        scene.Drive.BeginEpoch(wentBack: true);
        Scene.Save(scene.One, "new", "since then");

        await scene.MeetAsync(scene.One);
        await scene.RestAsync();

        Assert.Equal(3, scene.FileCount);
        Assert.Equal(["first a", "first d/b", "since then"], new[] { "a", "d/b", "new" }.Select(path => scene.Show()[path]));
        Assert.Equal(downloads, scene.One.Engine.GetStatus().DownloadedFiles);
        Assert.Equal(uploads + 1, Scene.Uploads(scene.One));
    });

    [Fact]
    public void A_save_whose_answer_was_lost_is_not_taken_for_what_somebody_else_wrote_over_it_since()
    {
        // Whether the hash of what was sent is known is left to chance.
        for (var seed = 1UL; seed <= 12; seed++)
        {
            Scene.Play(seed: seed, play: async scene =>
            {
                await scene.BeginAsync("a");
                Scene.Save(scene.One, "a", "saved 1");
                scene.Drive.Wrote = () => scene.One.SetOnline(false);
                scene.One.SetOnline(true);
                await scene.RestAsync();
                scene.Drive.Wrote = null;
                scene.Two.SetOnline(true);
                await scene.RestAsync();
                Scene.Save(scene.Two, "a", "saved 2");

                await scene.MeetAsync(scene.Two);

                Assert.Equal("saved 2", scene.Show()["a"]);
            });
        }
    }
}
