namespace FileStorage.Tests.Simulation.Sync;

/// <summary>What docs/sync.md says of devices that merge text, in both directions: whoever meets the server first.</summary>
public sealed class MergeRuleTests
{
    private const string Text = "one\n\ntwo\n\nthree\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Edits_of_different_lines_become_one_text(bool oneFirst) => Scene.Play(
        async scene =>
        {
            Scene.Save(scene.One, "a.txt", Text);
            await scene.BeginAsync();
            Scene.Save(scene.One, "a.txt", "ONE\n\ntwo\n\nthree\n");
            Scene.Save(scene.Two, "a.txt", "one\n\ntwo\n\nTHREE\n");

            await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

            Assert.Equal(new() { ["a.txt"] = "ONE\n\ntwo\n\nTHREE\n" }, scene.Show());
            Assert.Equal(3, scene.Entry("a.txt").Versions.Count);
        },
        mergesText: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_edit_that_was_saved_by_renaming_is_merged_too(bool oneFirst) => Scene.Play(
        async scene =>
        {
            Scene.Save(scene.One, "a.txt", Text);
            await scene.BeginAsync();
            Scene.Remove(scene.One, "a.txt");
            Scene.Save(scene.One, "a.txt", "ONE\n\ntwo\n\nthree\n");
            Scene.Remove(scene.Two, "a.txt");
            Scene.Save(scene.Two, "a.txt", "one\n\ntwo\n\nTHREE\n");

            await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

            Assert.Equal(new() { ["a.txt"] = "ONE\n\ntwo\n\nTHREE\n" }, scene.Show());
        },
        mergesText: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Moved_on_one_side_and_edited_on_both_it_is_merged_at_its_new_place(bool oneFirst) => Scene.Play(
        async scene =>
        {
            Scene.Save(scene.One, "a.txt", Text);
            await scene.BeginAsync();
            Scene.Save(scene.One, "a.txt", "ONE\n\ntwo\n\nthree\n");
            Scene.Move(scene.One, "a.txt", "b.txt");
            Scene.Save(scene.Two, "a.txt", "one\n\ntwo\n\nTHREE\n");

            await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

            Assert.Equal(new() { ["b.txt"] = "ONE\n\ntwo\n\nTHREE\n" }, scene.Show());
        },
        mergesText: true);

    [Theory]
    [InlineData(true, "one\n\nTWO\n\nthree\n")]
    [InlineData(false, "one\n\nTWO\n\nthree\n")]
    [InlineData(true, "one\n\ntwo\n\n\0three\n")]
    [InlineData(false, "one\n\ntwo\n\n\0three\n")]
    public void Edits_that_contradict_each_other_or_are_no_text_are_both_kept(bool oneFirst, string byTwo) => Scene.Play(
        async scene =>
        {
            Scene.Save(scene.One, "a.txt", Text);
            await scene.BeginAsync();
            Scene.Save(scene.One, "a.txt", "one\n\n2\n\nthree\n");
            Scene.Save(scene.Two, "a.txt", byTwo);

            await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

            Assert.Equal(
                oneFirst
                    ? new() { ["a.txt"] = "one\n\n2\n\nthree\n", ["a (conflict from device 2 2026-01-01).txt"] = byTwo }
                    : new() { ["a.txt"] = byTwo, ["a (conflict from device 1 2026-01-01).txt"] = "one\n\n2\n\nthree\n" },
                scene.Show());
        },
        mergesText: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_edits_are_no_conflict_and_nothing_is_copied(bool oneFirst) => Scene.Play(
        async scene =>
        {
            Scene.Save(scene.One, "a.txt", Text);
            await scene.BeginAsync();
            Scene.Save(scene.One, "a.txt", "the same\n");
            Scene.Save(scene.Two, "a.txt", "the same\n");

            await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

            Assert.Equal(new() { ["a.txt"] = "the same\n" }, scene.Show());
            Assert.Equal(2, scene.Entry("a.txt").Versions.Count);
        },
        mergesText: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_edit_against_a_deletion_stays_whole(bool editorFirst) => Scene.Play(
        async scene =>
        {
            Scene.Save(scene.One, "a.txt", Text);
            await scene.BeginAsync();
            Scene.Save(scene.One, "a.txt", "ONE\n\ntwo\n\nthree\n");
            Scene.Remove(scene.Two, "a.txt");

            await scene.MeetAsync(editorFirst ? scene.One : scene.Two);

            Assert.Equal(new() { ["a.txt"] = "ONE\n\ntwo\n\nthree\n" }, scene.Show());
        },
        mergesText: true);
}
