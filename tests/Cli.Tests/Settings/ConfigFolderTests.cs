using FileStorage.Cli;
using FileStorage.Cli.Settings;

namespace FileStorage.Tests.Cli.Tests.Settings;

public sealed class ConfigFolderTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("filestorage-test-").FullName, "config");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void A_login_is_kept_and_forgotten_and_nobody_else_can_read_it()
    {
        var config = ConfigFolder.Of(name => name == "FILESTORAGE_CONFIG" ? _path : null);
        var login = new SavedLogin { Url = new Uri("http://a.test"), Email = "a@b.c", Token = "t", DeviceId = Guid.NewGuid() };

        Assert.Null(config.Load());
        config.Save(login);

        Assert.Equal(login, config.Load());
        Assert.Equal(["login.json"], Directory.GetFiles(_path).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_path, "login.json")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_path));
        }

        config.Forget();
        Assert.Null(config.Load());
        config.Forget();
    }

    [Fact]
    public void A_damaged_login_says_what_to_do()
    {
        Directory.CreateDirectory(_path);
        File.WriteAllText(Path.Combine(_path, "login.json"), "{");

        var exception = Assert.Throws<CommandException>(() => new ConfigFolder(_path).Load());

        Assert.Contains("filestorage login", exception.Message, StringComparison.Ordinal);
    }
}
