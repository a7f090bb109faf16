namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Names that the disk of one device cannot tell apart.</summary>
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
}
