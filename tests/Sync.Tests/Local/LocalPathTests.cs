using FileStorage.Sync.Local;

namespace FileStorage.Tests.Sync.Tests.Local;

public class LocalPathTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a", "", "a")]
    [InlineData("a/b", "a", "b")]
    [InlineData("a/b/c", "a/b", "c")]
    public void A_path_is_its_parent_and_a_name(string path, string parent, string name)
    {
        var whole = new LocalPath(path);

        Assert.Equal(new LocalPath(parent), whole.Parent);
        Assert.Equal(name, whole.Name);
        Assert.Equal(whole, whole.IsRoot ? LocalPath.Root : whole.Parent.Child(name));
    }

    [Theory]
    [InlineData("a/b", "a", true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "", true)]
    [InlineData("ab", "a", false)]
    [InlineData("a", "a/b", false)]
    public void Lying_within_a_folder_goes_by_whole_names(string path, string folder, bool within) =>
        Assert.Equal(within, new LocalPath(path).IsWithin(new LocalPath(folder)));
}
