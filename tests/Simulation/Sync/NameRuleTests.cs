namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Names that the disk of one device cannot hold, or cannot tell apart.</summary>
public sealed class NameRuleTests
{
    [Fact]
    public void Names_that_differ_in_case_alone_wait_where_they_are_one_and_nothing_is_lost() => Scene.Play(async scene =>
    {
        scene.One.UseOtherDisk();
        await scene.BeginAsync();
        Scene.Save(scene.Two, "Letter", "upper");
        Scene.Save(scene.Two, "letter", "lower");
        Scene.Save(scene.Two, "other", "goes on");
        scene.One.SetOnline(true);
        scene.Two.SetOnline(true);
        await scene.RestAsync();

        Assert.Equal(2, scene.One.Disk.Picture().Count);
        Assert.Contains(scene.One.Engine!.GetStatus().Problems, problem => problem.Reason.Contains("cannot tell its name from", StringComparison.Ordinal));
        Assert.Equal(new() { ["Letter"] = "upper", ["letter"] = "lower", ["other"] = "goes on" }, scene.Show());

        Scene.Move(scene.Two, "letter", "note");
        await scene.MeetAsync(scene.Two);
        Assert.Empty(scene.One.Engine.GetStatus().Problems);
    });

    [Fact]
    public void A_name_that_the_disk_cannot_hold_is_told_of_and_comes_when_it_is_another() => Scene.Play(async scene =>
    {
        scene.One.UseOtherDisk();
        await scene.BeginAsync();
        Scene.Save(scene.Two, "a:b", "file");
        Scene.Save(scene.Two, "c:d/", "");
        Scene.Save(scene.Two, "c:d/e", "inside");
        Scene.Save(scene.Two, "other", "goes on");
        scene.One.SetOnline(true);
        scene.Two.SetOnline(true);
        await scene.RestAsync();

        Assert.Equal(["other"], scene.One.Disk.Picture().Keys);
        Assert.Equal(2, scene.One.Engine!.GetStatus().Problems.Count(problem => problem.Reason.Contains("cannot hold", StringComparison.Ordinal)));
        Assert.Equal(4, scene.Show().Count);

        Scene.Move(scene.Two, "a:b", "ab");
        Scene.Move(scene.Two, "c:d", "cd");
        await scene.MeetAsync(scene.Two);
        Assert.Empty(scene.One.Engine.GetStatus().Problems);
    });
}
