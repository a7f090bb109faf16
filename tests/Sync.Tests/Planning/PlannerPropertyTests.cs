using FsCheck;
using FsCheck.Fluent;

namespace FileStorage.Tests.Sync.Tests.Planning;

/// <summary>
/// Random trees that were the same once, changed on both sides, steps that end in any order: it ends, both sides are the same, nothing is
/// lost, and where nothing changed nothing is done. What fails is shrunk to the fewest acts.
/// </summary>
public sealed class PlannerPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60);

    [Fact]
    public void Two_changed_trees_become_the_same_and_nothing_is_lost() => Check.One(
        Thorough,
        Prop.ForAll((byte[] tree, byte[] edits, int order) =>
        {
            var world = Grown(tree, order);
            Edit(world, edits, bothSides: true);
            var contents = world.LocalContents;

            Assert.True(world.Settle(new Random(order)), "There is no end.");

            Assert.Equal(world.RemotePicture(), world.LocalPicture());
            Assert.Empty(contents.Except(world.ContentsKept));
            Assert.Empty(world.Problems);
        }));

    [Fact]
    public void What_changed_on_one_side_only_is_repeated_on_the_other_as_it_is() => Check.One(
        Thorough,
        Prop.ForAll((byte[] tree, byte[] edits, int order) =>
        {
            var world = Grown(tree, order);
            Edit(world, edits, bothSides: false);
            var picture = world.LocalPicture();

            Assert.True(world.Settle(new Random(order)), "There is no end.");

            Assert.Equal(picture, world.LocalPicture());
            Assert.Equal(picture, world.RemotePicture());
        }));

    /// <summary>`mv b/b c; rm -r b; mv c b`: on the server the folder cannot leave before the file, and the file cannot have its name before that.</summary>
    [Fact]
    public void A_file_takes_the_name_of_the_folder_that_it_was_in()
    {
        for (var order = 0; order < 20; order++)
        {
            var world = new PlannedWorld();
            world.EditHere(act: 0, what: 1, where: 0);
            world.EditHere(act: 1, what: 0, where: 1);
            world.EditHere(act: 1, what: 1, where: 1);
            Assert.True(world.Settle(new Random(order)), "There is no end of growing.");
            Assert.Equal(["b", "b/a", "b/b"], world.RemotePicture().Keys);
            world.EditHere(act: 3, what: 2, where: 0);
            world.EditHere(act: 5, what: 0, where: 0);
            world.EditHere(act: 3, what: 1, where: 0);
            var picture = world.LocalPicture();
            Assert.Equal(["b"], picture.Keys);

            Assert.True(world.Settle(new Random(order)), "There is no end.");

            Assert.Equal(picture, world.LocalPicture());
            Assert.Equal(picture, world.RemotePicture());
        }
    }

    [Fact]
    public void Where_nothing_changed_nothing_is_done() => Check.One(
        Thorough,
        Prop.ForAll((byte[] tree, int order) =>
        {
            var world = Grown(tree, order);
            var steps = world.Steps;

            Assert.True(world.Settle(new Random(order)), "There is no end.");

            Assert.Equal(steps, world.Steps);
        }));

    [Fact]
    public void Moving_sends_nothing() => Check.One(
        Thorough,
        Prop.ForAll((byte[] tree, byte[] moves, int order) =>
        {
            var world = Grown(tree, order);
            var transfers = world.Transfers;
            foreach (var (what, where) in moves.Zip(moves.Skip(1)))
            {
                world.EditHere(3, what, where);
            }

            Assert.True(world.Settle(new Random(order)), "There is no end.");

            Assert.Equal(transfers, world.Transfers);
            Assert.Equal(world.RemotePicture(), world.LocalPicture());
        }));

    /// <summary>A world whose sides are the same, grown from made files and folders on both.</summary>
    private static PlannedWorld Grown(byte[] tree, int order)
    {
        var world = new PlannedWorld();
        foreach (var act in tree.Chunk(2).Where(act => act.Length == 2))
        {
            if (act[0] % 2 == 0)
            {
                world.EditHere((byte)(act[0] / 2 % 2), act[1], act[0]);
            }
            else
            {
                world.EditThere((byte)(act[0] / 2 % 2), act[1], act[0]);
            }
        }

        Assert.True(world.Settle(new Random(order)), "There is no end of growing.");
        return world;
    }

    private static void Edit(PlannedWorld world, byte[] edits, bool bothSides)
    {
        foreach (var act in edits.Chunk(3).Where(act => act.Length == 3))
        {
            if (bothSides && act[0] >= 128)
            {
                world.EditThere(act[0], act[1], act[2]);
            }
            else
            {
                world.EditHere(act[0], act[1], act[2]);
            }
        }
    }
}
