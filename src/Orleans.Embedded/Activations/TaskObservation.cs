using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Activations;

/// <summary>Keeps an eye on work that an activation does for itself.</summary>
internal static class TaskObservation
{
    /// <summary>Logs the failure of a task that no caller waits for.</summary>
    public static void Observe(this Task task, Activation activation)
    {
        if (!task.IsCompletedSuccessfully)
        {
            ObserveAsync(task, activation);
        }
    }

    private static async void ObserveAsync(Task task, Activation activation)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            activation.Silo.Log.TurnFailed(exception, activation.GrainId);
        }
    }
}
