using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FileStorage.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of our own in a temporary folder, durable as a real one is. It ends with the process that made it, also where that is
/// killed. Source shared by the test projects that need one.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private const string User = "filestorage";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgresCluster> SharedCluster = new(() =>
    {
        var cluster = new PostgresCluster();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;

    public PostgresCluster(params string[] settings)
    {
        Run("chmod", "755", _folder);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", $"{UnprivilegedUser}:", _folder);
        }

        RunAsServer("initdb", "-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        File.AppendAllLines(
            Path.Combine(Data, "postgresql.conf"),
            [
                $"port = {_port}",
                "listen_addresses = '127.0.0.1'",
                $"unix_socket_directories = '{_folder}'",
                "fsync = on",
                "max_connections = 60",
                "shared_buffers = 64MB",
                "wal_compression = on",
                .. settings,
            ]);
        Start();
    }

    /// <summary>One for all tests of this process that do not disturb it.</summary>
    public static PostgresCluster Shared => SharedCluster.Value;

    private static string UnprivilegedUser => "postgres";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>How to reach a database of it; the one that is always there is "postgres".</summary>
    public string ConnectionTo(string database) => $"Host={_folder};Port={_port};Username={User};Database={database}";

    /// <summary>The same over TCP; another address than this machine's own must be one that was admitted.</summary>
    public string TcpConnectionTo(string database, string address = "127.0.0.1") => $"Host={address};Port={_port};Username={User};Database={database}";

    /// <summary>Listens on all addresses of this machine from the next start on, and lets those of this range in.</summary>
    public void Admit(string range)
    {
        File.AppendAllLines(Path.Combine(Data, "postgresql.conf"), ["listen_addresses = '*'"]);
        File.AppendAllLines(Path.Combine(Data, "pg_hba.conf"), [$"host all all {range} trust"]);
    }

    /// <summary>Makes an empty database beside the one that is always there.</summary>
    public void CreateDatabase(string name) => RunAsServer("createdb", "-h", _folder, "-p", $"{_port}", "-U", User, name);

    /// <summary>What a database of it answers to a question, as text.</summary>
    public string Ask(string database, string question) =>
        Run(StartInfo(Program("psql"), "-h", _folder, "-p", $"{_port}", "-U", User, "-d", database, "-tAc", question)).Trim();

    public void Start()
    {
        // The shell ends the server when its input ends, which it does when this process is gone, however that happened.
        const string Watched = "\"$0\" -D \"$1\" </dev/null >>\"$1/server.log\" 2>&1 & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server";
        _server = Process.Start(StartInfo("sh", "-c", Watched, Program("postgres"), Data))!;
        var started = TimeProvider.System.GetTimestamp();
        while (!TryRun(Program("pg_isready"), "-q", "-h", _folder, "-p", $"{_port}"))
        {
            if (_server.HasExited || TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new InvalidOperationException("PostgreSQL did not start:\n" + File.ReadAllText(Path.Combine(Data, "server.log")));
            }
        }
    }

    /// <summary>Kills the server with all that it is doing, as the loss of its machine would; what was committed is on the disk.</summary>
    public void Kill() => Stop("immediate");

    /// <summary>Ends it as an operator would, without waiting for anybody's transaction.</summary>
    public void Stop() => Stop("fast");

    public void Dispose()
    {
        if (_server is not null)
        {
            Kill();
        }

        Run("rm", "-rf", _folder);
    }

    private void Stop(string mode)
    {
        RunAsServer("pg_ctl", "stop", "-D", Data, "-m", mode, "-w", "-s");
        _server!.StandardInput.Close();
        if (!_server.WaitForExit(Limit))
        {
            throw new InvalidOperationException("PostgreSQL did not stop.");
        }

        _server.Dispose();
        _server = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Debian keeps the programs of each version in a folder of its own, outside of the path.
    private static string Program(string name)
    {
        const string Versions = "/usr/lib/postgresql";
        var newest = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0).FirstOrDefault()
            : null;
        var debian = newest is null ? name : Path.Combine(newest, "bin", name);
        return File.Exists(debian) || TryRun("sh", "-c", "command -v \"$0\" >/dev/null", name)
            ? File.Exists(debian) ? debian : name
            : throw new InvalidOperationException("These tests need PostgreSQL; on Debian: apt-get install postgresql.");
    }

    private static void RunAsServer(string program, params string[] arguments) => Run(StartInfo(Program(program), arguments));

    private static void Run(string program, params string[] arguments) => Run(new ProcessStartInfo(program, arguments));

    private static string Run(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed:\n{output}{errors.Result}");
        }

        return output;
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    // The server refuses to run as root.
    private static ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", [$"--reuid={UnprivilegedUser}", $"--regid={UnprivilegedUser}", "--init-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = "/";
        return start;
    }
}
