using System.CommandLine;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class RegisterCommand
{
    public static readonly Subcommand Definition = new(
        "register",
        "Make an account, and sign in with it",
        """
        filestorage register you@example.org
        FILESTORAGE_PASSWORD=... filestorage register you@example.org --invite CODE
        """,
        Build);

    private static void Build(Command command)
    {
        var email = LoginCommand.EmailArgument();
        var invite = new Option<string?>("--invite") { Description = "The invitation, where the server wants one", HelpName = "CODE" };
        var fromStandardInput = LoginCommand.PasswordOption();
        var noLogin = new Option<bool>("--no-login") { Description = "Make the account and do not sign in" };
        command.Add(email);
        command.Add(invite);
        command.Add(fromStandardInput);
        command.Add(noLogin);
        command.Run(async (context, cancellationToken) =>
        {
            var address = LoginCommand.EmailOf(context, email);
            var password = PasswordPrompt.Read(
                context.Arguments.GetValue(fromStandardInput), context.Settings.Password, "Password (10 characters or more): ");
            using var client = Session.Connect(context.Settings);
            var account = await client.RegisterAsync(
                new RegisterRequest { Email = address, Password = password, Invite = context.Arguments.GetValue(invite) }, cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(account, Api.Contracts.Json.ContractsJsonContext.Default.AccountBody);
            }
            else
            {
                context.Output.Line($"{account.Email} has an account{(account.Administrator ? ", and is the administrator" : "")}.");
            }

            if (context.Arguments.GetValue(noLogin))
            {
                return;
            }

            if (context.Config.Load() is { } other)
            {
                context.Output.Note($"{other.Email} stays signed in; run `filestorage login {account.Email}` to change that.");
                return;
            }

            await LoginCommand.SignInAsync(context, address, password, deviceName: null, quiet: context.Output.Json, cancellationToken);
        });
    }
}
