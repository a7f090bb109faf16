using System.Net;
using FileStorage.Cli;
using FileStorage.Cli.Settings;

namespace FileStorage.Tests.Cli.Tests.Settings;

public sealed class ConnectionSettingsTests
{
    private static readonly SavedLogin Saved = new()
    {
        Url = new Uri("http://saved.test:1"),
        Email = "saved@example.org",
        Token = "saved-token",
        DeviceId = Guid.NewGuid(),
    };

    [Fact]
    public void Flags_win_over_the_environment_which_wins_over_what_was_saved()
    {
        var environment = Environment(("FILESTORAGE_URL", "http://environment.test:2"), ("FILESTORAGE_TOKEN", "environment-token"));

        var all = ConnectionSettings.Resolve(new Flags { Url = "http://flag.test:3", Token = "flag-token" }, environment, Saved);
        var noFlags = ConnectionSettings.Resolve(new Flags(), environment, Saved);
        var onlySaved = ConnectionSettings.Resolve(new Flags(), Environment(), Saved);
        var nothing = ConnectionSettings.Resolve(new Flags(), Environment(), saved: null);

        Assert.Equal(("flag.test", "flag-token"), (all.Url.Host, all.Token));
        Assert.Equal(("environment.test", "environment-token"), (noFlags.Url.Host, noFlags.Token));
        Assert.Equal(("saved.test", null, Saved), (onlySaved.Url.Host, onlySaved.Token, onlySaved.Saved));
        Assert.Equal(ConnectionSettings.DefaultUrl + "/", nothing.Url.ToString());
    }

    [Fact]
    public void A_saved_token_only_ever_goes_to_the_server_that_gave_it()
    {
        Assert.Null(ConnectionSettings.Resolve(new Flags { Url = "http://evil.test" }, Environment(), Saved).Saved);
        Assert.Null(ConnectionSettings.Resolve(new Flags { Url = "https://saved.test:1" }, Environment(), Saved).Saved);
        Assert.Null(ConnectionSettings.Resolve(new Flags(), Environment(("FILESTORAGE_URL", "http://saved.test:2")), Saved).Saved);
        Assert.NotNull(ConnectionSettings.Resolve(new Flags { Url = "http://SAVED.test:1/" }, Environment(), Saved).Saved);
    }

    [Fact]
    public void E_mail_and_password_come_from_the_environment_and_an_empty_variable_is_as_good_as_none()
    {
        var settings = ConnectionSettings.Resolve(
            new Flags(), Environment(("FILESTORAGE_EMAIL", "a@b.c"), ("FILESTORAGE_PASSWORD", "secret"), ("FILESTORAGE_TOKEN", "")), saved: null);

        Assert.Equal(("a@b.c", "secret", null), (settings.Email, settings.Password, settings.Token));
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("ftp://files.example.org")]
    [InlineData("not an address")]
    public void An_address_that_is_none_is_a_mistake_in_usage(string url) => Assert.Equal(
        ExitStatus.Usage,
        Assert.Throws<CommandException>(() => ConnectionSettings.Resolve(new Flags { Url = url }, Environment(), saved: null)).Status);

    [Fact]
    public void The_version_of_http_is_a_setting()
    {
        Assert.Equal(HttpVersion.Version11, ConnectionSettings.Resolve(new Flags(), Environment(), null).HttpVersion);
        Assert.Equal(HttpVersion.Version20, ConnectionSettings.Resolve(new Flags { Http = "2" }, Environment(), null).HttpVersion);
        Assert.Equal(HttpVersion.Version20, ConnectionSettings.Resolve(new Flags(), Environment(("FILESTORAGE_HTTP", "2")), null).HttpVersion);
        Assert.Throws<CommandException>(() => ConnectionSettings.Resolve(new Flags { Http = "3.1" }, Environment(), null));
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault();
}
