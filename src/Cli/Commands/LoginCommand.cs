using System.CommandLine;
using FileStorage.Client;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Settings;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class LoginCommand
{
    public static readonly Subcommand Definition = new(
        "login",
        "Sign this device in and remember it",
        """
        filestorage login you@example.org
        filestorage login you@example.org --url https://files.example.org
        printf %s "$PASSWORD" | filestorage login you@example.org --password-stdin
        """,
        Build);

    public static Argument<string?> EmailArgument() => new("EMAIL")
    {
        Description = "Your e-mail address (FILESTORAGE_EMAIL, else it is asked for)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<bool> PasswordOption() => new("--password-stdin")
    {
        Description = "Read the password from standard input (else FILESTORAGE_PASSWORD, else it is asked for)",
    };

    /// <exception cref="CommandException">There is no address and nobody to ask.</exception>
    public static string EmailOf(CommandContext context, Argument<string?> argument)
    {
        if ((context.Arguments.GetValue(argument) ?? context.Settings.Email) is { } given)
        {
            return given;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandException("Say who you are: filestorage login EMAIL, or set FILESTORAGE_EMAIL.", ExitStatus.Usage);
        }

        Console.Error.Write("E-mail: ");
        return Console.ReadLine() is { Length: > 0 } typed ? typed : throw new CommandException("No e-mail address was given.", ExitStatus.Usage);
    }

    /// <summary>Signs in, remembers it, and signs out what was remembered before.</summary>
    public static async Task SignInAsync(
        CommandContext context, string email, string password, string? deviceName, bool quiet, CancellationToken cancellationToken)
    {
        var settings = context.Settings;
        if (settings.Url is { Scheme: "http", IsLoopback: false })
        {
            context.Output.Note($"filestorage: warning: {settings.Url} is not encrypted; your password can be read on the way.");
        }

        var device = await Session.SignInAsync(settings, email, password, deviceName, cancellationToken);
        var before = settings.Saved;
        context.Config.Save(new SavedLogin { Url = settings.Url, Email = email, Token = device.Token, DeviceId = device.DeviceId });
        if (before is not null)
        {
            await ForgetAsync(settings, before, cancellationToken);
        }

        if (context.Output.Json && !quiet)
        {
            context.Output.Object(
                new LoginLine { Url = settings.Url.ToString(), Email = email, DeviceId = device.DeviceId }, CliJsonContext.Default.LoginLine);
        }
        else if (!quiet)
        {
            context.Output.Line($"Signed in to {settings.Url.GetLeftPart(UriPartial.Authority)} as {email}.");
        }
    }

    private static async Task ForgetAsync(ConnectionSettings settings, SavedLogin before, CancellationToken cancellationToken)
    {
        try
        {
            using var client = Session.Connect(settings, before.Token);
            await client.SignOutAsync(cancellationToken);
        }
        catch (FileStorageException exception) when (exception.Status is not null)
        {
            // It was revoked already; that is what was wanted.
        }
    }

    private static void Build(Command command)
    {
        var email = EmailArgument();
        var fromStandardInput = PasswordOption();
        var device = new Option<string?>("--device") { Description = "What this device is called in your list of devices", HelpName = "NAME" };
        command.Add(email);
        command.Add(fromStandardInput);
        command.Add(device);
        command.Run(async (context, cancellationToken) =>
        {
            var address = EmailOf(context, email);
            var password = PasswordPrompt.Read(context.Arguments.GetValue(fromStandardInput), context.Settings.Password, "Password: ");
            await SignInAsync(context, address, password, context.Arguments.GetValue(device), quiet: false, cancellationToken);
        });
    }
}
