using System.Text;

namespace FileStorage.Cli.Terminal;

/// <summary>Asks for a password without showing it.</summary>
internal static class PasswordPrompt
{
    /// <summary>From standard input where that was asked for, from FILESTORAGE_PASSWORD, or from the terminal.</summary>
    /// <exception cref="CommandException">There is no terminal to ask at.</exception>
    public static string Read(bool fromStandardInput, string? fromEnvironment, string prompt)
    {
        if (fromStandardInput)
        {
            return Console.In.ReadLine() ?? throw new CommandException("Standard input holds no password.", ExitStatus.Usage);
        }

        if (fromEnvironment is not null)
        {
            return fromEnvironment;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandException(
                "There is no terminal to ask for the password: set FILESTORAGE_PASSWORD or use --password-stdin.", ExitStatus.Usage);
        }

        Console.Error.Write(prompt);
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key is not ConsoleKey.Enter)
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
