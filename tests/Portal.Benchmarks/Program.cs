await Console.Error.WriteLineAsync("portal: there are no benchmarks yet.");
return 1;
