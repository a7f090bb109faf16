using FileStorage.Silo.Backups;

namespace FileStorage.Silo.Hosting;

/// <summary>The process: starts the service, tells where it is, and waits for its end.</summary>
internal static class SiloProcess
{
    private const int Failed = 1;

    /// <summary>The exit status: 0 after an orderly stop, 1 where the service could not start. With `migrate` first, <see cref="Migration"/>; with `move-slots`, <see cref="SlotMove"/>; with `restore`, <see cref="Restoration"/>; with `health`, <see cref="HealthQuestion"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is [Migration.Command, .. var settings])
        {
            return await Migration.RunAsync(settings, output, errors);
        }

        if (arguments is [SlotMove.Command, .. var order])
        {
            return await SlotMove.RunAsync(order, output, errors);
        }

        if (arguments is [Restoration.Command, .. var backup])
        {
            return await Restoration.RunAsync(backup, output, errors);
        }

        if (arguments is [HealthQuestion.Command, .. var address])
        {
            return await HealthQuestion.RunAsync(address, errors);
        }

        WebApplication application;
        try
        {
            application = SiloHost.Build(arguments);
        }
        catch (Exception exception) when (StartFailure.Describe(exception) is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return Failed;
        }

        await using (application)
        {
            try
            {
                await application.StartAsync();
            }
            catch (Exception exception) when (StartFailure.Describe(exception) is { } sentence)
            {
                await errors.WriteLineAsync(sentence);
                return Failed;
            }

            await Welcome.WriteAsync(application, output);
            await application.WaitForShutdownAsync();
        }

        return 0;
    }
}
